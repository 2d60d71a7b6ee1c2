import HTTPTypes

/// POST /checkout/confirm: lock, then the flow, then the answer; POST /checkout/attempts/{id}/continue: the flow goes on.
struct ConfirmHandler: Sendable {
    let calls: CheckoutCalls
    let flow: CheckoutFlow
    let leaseSeconds: Int
    /// How long the client waits for an answer; the checkout goes on, and its key has the outcome.
    let deadline: Duration

    /// Confirms the cart of the caller.
    func confirm(_ call: Call) async throws -> Answer {
        let key = try IdempotencyKey.required(in: call.headers)
        // From the lock on the work goes to its end, also when the client hangs up or the server is told to stop.
        let outcome = try await withDeadline(deadline) {
            try await lockAndDrive(call, key)
        }
        return Self.answer(outcome)
    }

    /// Goes on with an attempt of the caller's whose card's owner has been asked.
    func proceed(_ call: Call) async throws -> Answer {
        let outcome = try await withDeadline(deadline) {
            let attempt = try await calls.proceed(call.arguments, leaseSeconds: leaseSeconds, call.context)
            switch attempt {
            case .ended(let answer): return CheckoutOutcome.replayed(answer)
            case .taken(let claimed): return try await flow.proceed(claimed)
            case .open(let attemptID, let state): return .inDoubt(attemptID: attemptID, state: state)
            }
        }
        return Self.answer(outcome)
    }

    /// The lock, and nothing before it, claims the key: only who has it asks the provider.
    func lockAndDrive(_ call: Call, _ key: String) async throws -> CheckoutOutcome {
        let fingerprint = Fingerprint.of(call.route, call.arguments)
        let lock = try await calls.lock(
            call.arguments, key: key, fingerprint: fingerprint, leaseSeconds: leaseSeconds, call.context)
        switch lock {
        case .replay(let answer): return .replayed(answer)
        case .locked(let attempt):
            flow.crash.reach(.afterLock)
            return try await flow.drive(attempt)
        }
    }

    private static func answer(_ outcome: CheckoutOutcome) -> Answer {
        switch outcome {
        case .ended(let answer), .actionRequired(let answer):
            return .json(answer.body, status: .init(code: answer.status), headers: location(answer))
        case .replayed(let answer):
            var headers = location(answer)
            headers[.idempotentReplayed] = "true"
            return .json(answer.body, status: .init(code: answer.status), headers: headers)
        case .inDoubt(let id, let state):
            return .json(
                "{\"data\":{\"attempt_id\":\(id),\"state\":\(JSONText.quoted(state))}}",
                status: .accepted,
                headers: [.location: Path("/checkout/attempts/\(id)").template, .retryAfter: "2"]
            )
        }
    }

    /// Where the order of a 201 is, or the attempt of a 202. The only answers that are looked into: stored ones come without ids.
    private static func location(_ answer: CheckoutCalls.StoredAnswer) -> HTTPFields {
        let (member, path) = answer.status == 201 ? ("order_id", "/orders") : ("attempt_id", "/checkout/attempts")
        guard answer.status < 300, case .number(let id)? = (try? JSONParser.parse(answer.body))?["data"]?[member]
        else { return [:] }
        return [.location: Path("\(path)/\(id)").template]
    }
}
