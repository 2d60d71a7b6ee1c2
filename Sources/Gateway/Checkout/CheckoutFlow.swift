import Logging
import Postgres

/// Drives a checkout attempt from wherever it stands to its end: make a payment, store it, confirm it, then commit; or give it up,
/// then release or expire; or refund.
/// The one place that knows these rules: the confirm handler starts it, the reconciler resumes it.
struct CheckoutFlow: Sendable {
    let calls: CheckoutCalls
    let provider: any PaymentProvider
    let logger: Logger
    /// How long after its lock an attempt is confirmed again; later its payment is looked up, and given up where it is open.
    var resumeWindow: Duration = .seconds(900)
    /// How long after its lock an attempt of which the provider says nothing is handed to a human.
    var reviewAge: Duration = .seconds(86_400)
    /// Pauses between two tries of an attempt.
    var backoff = Backoff(first: .seconds(2), limit: .seconds(30))
    /// Tries before a paid attempt that the database keeps refusing is refunded, and a refund is handed to a human.
    var triesLimit = 40
    var crash: CrashPoint.Trigger = .never
    /// Told of each request that the provider calls wrong.
    var refusals = RefusalWatch()

    /// Has a locked attempt paid, and ends it. No transaction is open while the provider is asked. The payment is made, its id
    /// stored, and only then it is confirmed: whoever dies in between, money can have moved by no payment but the stored one.
    func drive(_ attempt: CheckoutAttempt) async throws -> CheckoutOutcome {
        crash.reach(.beforeCharge)
        if let intent = attempt.intent { return try await confirm(attempt, intent, isLookedUp: true) }
        // A key for each try, as for a confirm: of several payments that it has made so, none but the stored one is ever confirmed.
        let outcome = await provider.prepare(attempt.charge, idempotencyKey: key(attempt, "create-\(attempt.tries)"))
        crash.reach(.afterPrepare)
        switch outcome {
        case .open(let reference): return try await store(attempt, reference)
        case .declined(let code): return try await release(attempt, code)
        case .refused(let reason): return try await refuse(attempt, reason)
        case .unknown(let reason): return try await doubt(attempt, reason)
        case .paid, .canceled, .pending, .actionRequired:
            return try await doubt(attempt, "a new payment that is not open")
        }
    }

    /// Takes up an attempt whose driver has died or was in doubt.
    func resume(_ claimed: ClaimedAttempt) async throws -> CheckoutOutcome {
        let attempt = claimed.attempt
        if claimed.state == .compensating, let charged = claimed.charged { return try await giveBack(attempt, charged) }
        if claimed.state == .actionRequired { return try await proceed(claimed) }
        guard claimed.age >= resumeWindow else { return try await drive(attempt) }
        guard let intent = attempt.intent else { return try await expire(attempt) }
        return try await look(claimed, intent, isOver: true)
    }

    /// Looks how the card's owner has decided. Nobody confirms again what the owner is asked about: they may be at it. Once their
    /// time is over the payment is given up, and only then stock and slot are free.
    func proceed(_ claimed: ClaimedAttempt) async throws -> CheckoutOutcome {
        guard let intent = claimed.attempt.intent else {
            return try await doubt(claimed.attempt, "no payment to approve")
        }
        return try await look(claimed, intent, isOver: claimed.isActionOver)
    }

    /// Asks what became of a stored payment, and ends the attempt by it. When its time is over, an open payment is given up.
    private func look(
        _ claimed: ClaimedAttempt, _ intent: String, isOver: Bool
    ) async throws -> CheckoutOutcome {
        let attempt = claimed.attempt
        let outcome = await provider.lookUp(reference: intent)
        switch outcome {
        case .actionRequired where isOver, .open where isOver:
            return try await abandon(attempt, intent) { try await expire(attempt) }
        // Given up: at the deadline by another driver, who is about to say so, or by hand. Nothing has been paid.
        case .canceled: return try await expire(attempt)
        case .unknown(let reason) where claimed.age >= reviewAge:
            return try await handOver(attempt, "not known for a day: \(reason)")
        default: return try await settle(attempt, intent, outcome)
        }
    }

    /// Waits for the card's owner.
    private func ask(_ attempt: CheckoutAttempt, _ action: PaymentAction) async throws -> CheckoutOutcome {
        do {
            let note = try await persistently { try await calls.requireAction(attempt, action) }
            crash.reach(.afterAction)
            switch note {
            case .ended(let answer): return answer.status == 202 ? .actionRequired(answer) : .replayed(answer)
            case .open(let state): return .inDoubt(attemptID: attempt.charge.attemptID, state: state)
            }
        } catch let error as PostgresError {
            log(.error, "checkout.action_not_noted", attempt, "\(error)")
            return try await doubt(attempt, "card's owner to be asked")
        }
    }

    /// The payment that is stored is the one to go on with, whoever made it.
    private func store(_ attempt: CheckoutAttempt, _ reference: String) async throws -> CheckoutOutcome {
        do {
            let (intent, note) = try await persistently { try await calls.store(attempt, intent: reference) }
            crash.reach(.afterIntent)
            switch note {
            case .ended(let answer): return .replayed(answer)
            case .open(let state):
                guard let intent else {
                    return .inDoubt(attemptID: attempt.charge.attemptID, state: state)
                }
                return try await confirm(attempt, intent, isLookedUp: intent != reference)
            }
        } catch let error as PostgresError {
            log(.error, "checkout.intent_not_stored", attempt, "\(error)")
            return try await doubt(attempt, "payment not stored")
        }
    }

    /// Confirms a stored payment. One that somebody else may have confirmed is looked up before.
    private func confirm(
        _ attempt: CheckoutAttempt, _ intent: String, isLookedUp: Bool
    ) async throws -> CheckoutOutcome {
        if isLookedUp {
            let outcome = await provider.lookUp(reference: intent)
            guard case .open = outcome else { return try await settle(attempt, intent, outcome) }
        }
        // A key for each try: a failure that the provider keeps under a key would be its answer for a day.
        let outcome = await provider.confirm(
            reference: intent, idempotencyKey: key(attempt, "confirm-\(attempt.tries)"))
        crash.reach(.afterCharge)
        return try await settle(attempt, intent, outcome)
    }

    private func settle(
        _ attempt: CheckoutAttempt, _ intent: String, _ outcome: PaymentOutcome
    ) async throws -> CheckoutOutcome {
        switch outcome {
        case .paid(let payment): return try await commit(attempt, payment)
        case .actionRequired(let action): return try await ask(attempt, action)
        case .declined(let code): return try await abandon(attempt, intent) { try await release(attempt, code) }
        case .canceled: return try await release(attempt, "canceled")
        case .open, .pending: return try await doubt(attempt, "not confirmed")
        case .unknown(let reason): return try await doubt(attempt, reason)
        case .refused(let reason):
            // Refused was this call; what an earlier one has done, the payment says.
            switch await provider.lookUp(reference: intent) {
            case .paid(let payment): return try await commit(attempt, payment)
            case .canceled: return try await refuse(attempt, reason)
            case .open, .declined, .actionRequired:
                return try await abandon(attempt, intent) { try await refuse(attempt, reason) }
            case .unknown(let doubt), .refused(let doubt): return try await self.doubt(attempt, doubt)
            case .pending: return try await doubt(attempt, reason)
            }
        }
    }

    /// Gives back stock and slot only when the provider has given up the payment: what cannot be given up has been paid.
    private func abandon(
        _ attempt: CheckoutAttempt, _ intent: String, then end: () async throws -> CheckoutOutcome
    ) async throws -> CheckoutOutcome {
        crash.reach(.beforeCancel)
        let outcome = await provider.giveUp(
            reference: intent, idempotencyKey: key(attempt, "cancel-\(attempt.tries)"))
        crash.reach(.afterCancel)
        switch outcome {
        case .canceled: return try await end()
        case .paid(let payment): return try await commit(attempt, payment)
        case .open, .declined, .pending, .actionRequired: return try await doubt(attempt, "payment not given up")
        case .unknown(let reason), .refused(let reason):
            return try await doubt(attempt, "payment not given up: \(reason)")
        }
    }

    private func expire(_ attempt: CheckoutAttempt) async throws -> CheckoutOutcome {
        crash.reach(.beforeExpire)
        return try await end(attempt) { try await calls.expire(attempt) }
    }

    func key(_ attempt: CheckoutAttempt, _ step: String) -> String { attempt.charge.idempotencyKey(step) }

    private func commit(_ attempt: CheckoutAttempt, _ payment: Payment) async throws -> CheckoutOutcome {
        do {
            let note = try await persistently { try await calls.commit(attempt, payment) }
            crash.reach(.afterCommit)
            return ended(attempt, note)
        } catch let error as PostgresError {
            log(.error, "checkout.commit_failed", attempt, "\(error)")
            // Money that cannot become this order: another amount, or an attempt that has ended without it.
            let isFinal = error.isConflict || (attempt.tries >= triesLimit && !error.isUnavailable)
            guard isFinal else { return try await doubt(attempt, "paid, not committed") }
            let outcome = try await note(attempt) {
                try await calls.compensate(attempt, payment, reason: "paid, cannot commit: \(error.message)")
            }
            crash.reach(.afterCompensate)
            return outcome
        }
    }

    private func release(_ attempt: CheckoutAttempt, _ code: String) async throws -> CheckoutOutcome {
        log(.info, "checkout.declined", attempt, code)
        let told = JSONText.quoted(DeclineCode.told(code))
        let refusal = APIError(.paymentFailed, details: "{\"decline_code\":\(told)}")
        let body = refusal.body(requestID: attempt.requestID)
        return try await end(attempt) { try await calls.release(attempt, reason: code, response: body) }
    }

    /// The provider takes no such request: a mistake of ours, or a card that it does not know. No money has moved.
    private func refuse(_ attempt: CheckoutAttempt, _ reason: String) async throws -> CheckoutOutcome {
        log(.error, "checkout.provider_refused", attempt, reason)
        refusals.note()
        let body = APIError(.paymentRefused).body(requestID: attempt.requestID)
        return try await end(attempt) { try await calls.release(attempt, reason: "refused: \(reason)", response: body) }
    }

    func handOver(_ attempt: CheckoutAttempt, _ reason: String) async throws -> CheckoutOutcome {
        log(.error, "checkout.needs_review", attempt, reason)
        return try await note(attempt) { try await calls.review(attempt, reason: reason) }
    }

    /// Ends the attempt with a call that stores its answer.
    func end(
        _ attempt: CheckoutAttempt,
        _ call: () async throws -> CheckoutCalls.Note
    ) async throws -> CheckoutOutcome {
        do {
            let note = try await persistently(call)
            crash.reach(.afterRelease)
            return ended(attempt, note)
        } catch let error as PostgresError {
            log(.error, "checkout.release_failed", attempt, "\(error)")
            return try await doubt(attempt, "not released")
        }
    }

    /// Where somebody else has taken it over, it is as open as that one has it.
    private func ended(_ attempt: CheckoutAttempt, _ note: CheckoutCalls.Note) -> CheckoutOutcome {
        switch note {
        case .ended(let answer): return .ended(answer)
        case .open(let state):
            log(.warning, "checkout.overtaken", attempt, state)
            return .inDoubt(attemptID: attempt.charge.attemptID, state: state)
        }
    }

    func doubt(_ attempt: CheckoutAttempt, _ reason: String) async throws -> CheckoutOutcome {
        log(.warning, "checkout.in_doubt", attempt, reason)
        let pause = backoff.pause(after: attempt.tries)
        let outcome = try await note(attempt) { try await calls.doubt(attempt, reason: reason, pause: pause) }
        crash.reach(.afterDoubt)
        return outcome
    }

    /// Moves the attempt to another open state. If not even that can be written, it stays as it is and its lease runs
    /// out: to the client it is the same.
    private func note(
        _ attempt: CheckoutAttempt,
        _ call: () async throws -> CheckoutCalls.Note
    ) async throws -> CheckoutOutcome {
        do {
            switch try await call() {
            case .open(let state): return .inDoubt(attemptID: attempt.charge.attemptID, state: state)
            case .ended(let answer): return .replayed(answer)
            }
        } catch let error as PostgresError {
            log(.error, "checkout.doubt_not_noted", attempt, "\(error)")
            return .inDoubt(attemptID: attempt.charge.attemptID, state: "UNKNOWN")
        }
    }

    /// Repeats a call that is safe to repeat, commit and release being idempotent, while the database is away for a moment.
    private func persistently<Result>(_ call: () async throws -> Result) async throws -> Result {
        for pause in [100, 400, 1500] {
            do {
                return try await call()
            } catch let error as PostgresError where error.isUnavailable {
                try await Task.sleep(for: .milliseconds(pause))
            }
        }
        return try await call()
    }

    private func log(_ level: Logger.Level, _ event: Logger.Message, _ attempt: CheckoutAttempt, _ reason: String) {
        logger.log(
            level: level,
            event,
            metadata: [
                LogKey.attemptID: "\(attempt.charge.attemptID)", LogKey.requestID: "\(attempt.requestID)",
                LogKey.reason: "\(reason)",
            ]
        )
    }
}
