import Logging
import Postgres

/// Drives a checkout attempt from wherever it stands to its end: charge, then commit or release; look up, expire; refund.
/// The one place that knows these rules: the confirm handler starts it, the reconciler resumes it.
struct CheckoutFlow: Sendable {
    let database: any Database
    let provider: any PaymentProvider
    let logger: Logger
    /// How long after its lock an attempt is charged again under the same key; later it is looked up only. Far below the
    /// 24 hours for which the provider knows the key.
    var resumeWindow: Duration = .seconds(900)
    /// Pauses between two tries of an attempt.
    var backoff = Backoff(first: .seconds(2), limit: .seconds(30))
    /// Tries before a paid attempt that the database keeps refusing is refunded, and a refund is handed to a human.
    var triesLimit = 40
    var crash: CrashPoint.Trigger = .never

    /// Charges a locked attempt and ends it. No transaction is open while the provider is asked.
    func drive(_ attempt: CheckoutAttempt) async throws -> CheckoutOutcome {
        crash.reach(.beforeCharge)
        let outcome = await provider.charge(attempt.charge)
        crash.reach(.afterCharge)
        return try await settle(attempt, outcome)
    }

    /// Takes up an attempt whose driver has died or was in doubt.
    func resume(_ claimed: ClaimedAttempt) async throws -> CheckoutOutcome {
        if claimed.state == .compensating, let charged = claimed.charged {
            return try await giveBack(claimed.attempt, charged)
        }
        guard claimed.age >= resumeWindow else { return try await drive(claimed.attempt) }
        if let outcome = await provider.lookUp(attemptID: claimed.attempt.charge.attemptID) {
            return try await settle(claimed.attempt, outcome)
        }
        crash.reach(.beforeExpire)
        return try await end(claimed.attempt, Statements.checkoutExpire, [])
    }

    private func settle(_ attempt: CheckoutAttempt, _ outcome: PaymentOutcome) async throws -> CheckoutOutcome {
        switch outcome {
        case .paid(let payment): return try await commit(attempt, payment)
        case .declined(let code): return try await release(attempt, code)
        case .canceled: return try await release(attempt, "canceled")
        case .unknown(let reason): return try await doubt(attempt, reason)
        case .refused(let reason):
            log(.error, "checkout.provider_refused", attempt, reason)
            return try await note(attempt, Statements.checkoutReview, [.text("the provider refused: \(reason)")])
        }
    }

    private func commit(_ attempt: CheckoutAttempt, _ payment: Payment) async throws -> CheckoutOutcome {
        do {
            let result = try await persistently {
                try await database.retrying(
                    Statements.checkoutCommit,
                    [
                        .text(attempt.requestID), .integer(attempt.charge.attemptID), .text(payment.reference),
                        .integer(payment.amountMinor), .text(payment.currency), .boolean(!payment.isHeld),
                    ]
                )
            }
            crash.reach(.afterCommit)
            return try ended(result)
        } catch let error as PostgresError {
            log(.error, "checkout.commit_failed", attempt, "\(error)")
            // Money that cannot become this order: another amount, or an attempt that has ended without it.
            let isFinal = error.sqlState?.rawValue == "MS409" || (attempt.tries >= triesLimit && !error.isUnavailable)
            guard isFinal else { return try await doubt(attempt, "paid, not committed") }
            let outcome = try await note(
                attempt,
                Statements.checkoutCompensate,
                [
                    .text(payment.reference), .integer(payment.amountMinor),
                    .text("paid, cannot commit: \(error.message)"), .boolean(payment.isHeld),
                ]
            )
            crash.reach(.afterCompensate)
            return outcome
        }
    }

    private func release(_ attempt: CheckoutAttempt, _ code: String) async throws -> CheckoutOutcome {
        let refusal = APIError(
            status: .badRequest,
            code: "PAYMENT_FAILED",
            message: "The payment was declined.",
            details: "{\"decline_code\":\(JSONText.quoted(code))}"
        )
        return try await end(
            attempt,
            Statements.checkoutRelease,
            [.text(code), .text(refusal.body(requestID: attempt.requestID))]
        )
    }

    /// Gives back money that cannot become an order; slot and stock follow when the provider has confirmed it.
    private func giveBack(_ attempt: CheckoutAttempt, _ charged: Payment) async throws -> CheckoutOutcome {
        if charged.isHeld { return try await letGo(attempt, charged) }
        crash.reach(.beforeRefund)
        let refund = Repayment(
            paymentReference: charged.reference,
            amountMinor: charged.amountMinor,
            idempotencyKey: "mami-\(attempt.charge.attemptID)-refund"
        )
        let outcome = await provider.repay(refund, isRepeated: attempt.tries > 1)
        crash.reach(.afterRefund)
        switch outcome {
        case .paid(let payment):
            return try await end(attempt, Statements.checkoutCompensated, [.text(payment.reference)])
        case .unknown(let reason) where attempt.tries < triesLimit:
            return try await doubt(attempt, reason)
        case .unknown(let reason), .refused(let reason), .declined(let reason):
            return try await handOver(attempt, "refund failed: \(reason)")
        case .canceled: return try await handOver(attempt, "refund canceled")
        }
    }

    /// The same for money that is only held: it was never taken, so there is nothing to refund.
    private func letGo(_ attempt: CheckoutAttempt, _ charged: Payment) async throws -> CheckoutOutcome {
        crash.reach(.beforeCancel)
        let hold = Capture(
            paymentReference: charged.reference,
            amountMinor: 0,
            idempotencyKey: "mami-\(attempt.charge.attemptID)-cancel"
        )
        let outcome = await provider.settle(hold, isRepeated: attempt.tries > 1)
        crash.reach(.afterCancel)
        switch outcome {
        case .canceled: return try await end(attempt, Statements.checkoutCompensated, [.null])
        case .unknown(let reason) where attempt.tries < triesLimit: return try await doubt(attempt, reason)
        case .unknown(let reason), .refused(let reason), .declined(let reason):
            return try await handOver(attempt, "hold not let go: \(reason)")
        case .paid: return try await handOver(attempt, "hold not let go: somebody has captured it")
        }
    }

    private func handOver(_ attempt: CheckoutAttempt, _ reason: String) async throws -> CheckoutOutcome {
        log(.error, "checkout.needs_review", attempt, reason)
        return try await note(attempt, Statements.checkoutReview, [.text(reason)])
    }

    /// Ends the attempt with a statement that stores its answer.
    private func end(
        _ attempt: CheckoutAttempt,
        _ statement: Statement,
        _ parameters: [Value]
    ) async throws -> CheckoutOutcome {
        do {
            let result = try await persistently {
                try await database.retrying(
                    statement,
                    [.text(attempt.requestID), .integer(attempt.charge.attemptID)] + parameters
                )
            }
            crash.reach(.afterRelease)
            return try ended(result)
        } catch let error as PostgresError {
            log(.error, "checkout.release_failed", attempt, "\(error)")
            return try await doubt(attempt, "not released")
        }
    }

    private func doubt(_ attempt: CheckoutAttempt, _ reason: String) async throws -> CheckoutOutcome {
        log(.warning, "checkout.in_doubt", attempt, reason)
        let pause = backoff.pause(after: attempt.tries) / .milliseconds(1)
        let outcome = try await note(attempt, Statements.checkoutDoubt, [.text(reason), .integer(Int64(pause))])
        crash.reach(.afterDoubt)
        return outcome
    }

    /// Moves the attempt to another open state. If not even that can be written, it stays as it is and its lease runs
    /// out: to the client it is the same.
    private func note(
        _ attempt: CheckoutAttempt,
        _ statement: Statement,
        _ parameters: [Value]
    ) async throws -> CheckoutOutcome {
        do {
            let result = try await database.retrying(
                statement,
                [.text(attempt.requestID), .integer(attempt.charge.attemptID)] + parameters
            )
            // Somebody else may have ended it meanwhile.
            if let body = try result.first?.bytes("response_body"),
                let status = try result.first?.integer("response_status")
            {
                return .replayed(status: Int(status), body: body)
            }
            let state = try result.first?.text("state") ?? "UNKNOWN"
            return .inDoubt(attemptID: attempt.charge.attemptID, state: state)
        } catch let error as PostgresError {
            log(.error, "checkout.doubt_not_noted", attempt, "\(error)")
            return .inDoubt(attemptID: attempt.charge.attemptID, state: "UNKNOWN")
        }
    }

    private func ended(_ result: QueryResult) throws -> CheckoutOutcome {
        guard let row = result.first, let status = try row.integer("response_status"),
            let body = try row.bytes("response_body")
        else { throw PostgresError.emptyAnswer }
        return .ended(status: Int(status), body: body)
    }

    /// Repeats a call that is safe to repeat, commit and release being idempotent, while the database is away for a moment.
    private func persistently(_ call: () async throws -> QueryResult) async throws -> QueryResult {
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
