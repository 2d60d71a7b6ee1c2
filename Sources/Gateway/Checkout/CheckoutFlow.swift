import Logging
import Postgres

/// Drives a checkout attempt from wherever it stands to its end: charge, then commit or release; look up, expire; refund.
/// The one place that knows these rules: the confirm handler starts it, the reconciler resumes it.
struct CheckoutFlow: Sendable {
    let calls: CheckoutCalls
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
        return try await end(claimed.attempt) { try await calls.expire(claimed.attempt) }
    }

    private func settle(_ attempt: CheckoutAttempt, _ outcome: PaymentOutcome) async throws -> CheckoutOutcome {
        switch outcome {
        case .paid(let payment): return try await commit(attempt, payment)
        case .declined(let code): return try await release(attempt, code)
        case .canceled: return try await release(attempt, "canceled")
        case .unknown(let reason): return try await doubt(attempt, reason)
        case .refused(let reason):
            log(.error, "checkout.provider_refused", attempt, reason)
            return try await note(attempt) {
                try await calls.review(attempt, reason: "the provider refused: \(reason)")
            }
        }
    }

    private func commit(_ attempt: CheckoutAttempt, _ payment: Payment) async throws -> CheckoutOutcome {
        do {
            let answer = try await persistently { try await calls.commit(attempt, payment) }
            crash.reach(.afterCommit)
            return .ended(answer)
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
        let refusal = APIError(.paymentFailed, details: "{\"decline_code\":\(JSONText.quoted(code))}")
        let body = refusal.body(requestID: attempt.requestID)
        return try await end(attempt) { try await calls.release(attempt, reason: code, response: body) }
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
            return try await end(attempt) {
                try await calls.compensated(attempt, refundReference: payment.reference)
            }
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
        case .canceled:
            return try await end(attempt) { try await calls.compensated(attempt, refundReference: nil) }
        case .unknown(let reason) where attempt.tries < triesLimit: return try await doubt(attempt, reason)
        case .unknown(let reason), .refused(let reason), .declined(let reason):
            return try await handOver(attempt, "hold not let go: \(reason)")
        case .paid: return try await handOver(attempt, "hold not let go: somebody has captured it")
        }
    }

    private func handOver(_ attempt: CheckoutAttempt, _ reason: String) async throws -> CheckoutOutcome {
        log(.error, "checkout.needs_review", attempt, reason)
        return try await note(attempt) { try await calls.review(attempt, reason: reason) }
    }

    /// Ends the attempt with a call that stores its answer.
    private func end(
        _ attempt: CheckoutAttempt,
        _ call: () async throws -> CheckoutCalls.StoredAnswer
    ) async throws -> CheckoutOutcome {
        do {
            let answer = try await persistently(call)
            crash.reach(.afterRelease)
            return .ended(answer)
        } catch let error as PostgresError {
            log(.error, "checkout.release_failed", attempt, "\(error)")
            return try await doubt(attempt, "not released")
        }
    }

    private func doubt(_ attempt: CheckoutAttempt, _ reason: String) async throws -> CheckoutOutcome {
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
