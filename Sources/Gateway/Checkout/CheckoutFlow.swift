import Logging
import Postgres

/// Drives a checkout attempt from its lock to its end: charge, then commit or release, or note the doubt. The one place that
/// knows these rules; whoever finds an attempt on the way calls it.
struct CheckoutFlow: Sendable {
    let database: any Database
    let provider: any PaymentProvider
    let logger: Logger

    /// Charges a locked attempt and ends it. No transaction is open while the provider is asked.
    func drive(_ attempt: CheckoutAttempt) async throws -> CheckoutOutcome {
        let outcome = await provider.charge(attempt.charge)
        switch outcome {
        case .paid(let payment): return try await commit(attempt, payment)
        case .declined(let code): return try await release(attempt, code)
        case .unknown(let reason): return try await doubt(attempt, reason)
        case .refused(let reason):
            log(.error, "checkout.provider_refused", attempt, reason)
            return try await doubt(attempt, "refused: \(reason)")
        }
    }

    private func commit(_ attempt: CheckoutAttempt, _ payment: Payment) async throws -> CheckoutOutcome {
        do {
            let result = try await persistently {
                try await database.retrying(
                    Statements.checkoutCommit,
                    [
                        .text(attempt.requestID), .integer(attempt.charge.attemptID), .text(payment.reference),
                        .integer(payment.amountMinor), .text(payment.currency),
                    ]
                )
            }
            return try ended(result)
        } catch let error as PostgresError {
            // The money has moved and the order does not stand: the durable lock keeps the stock until somebody ends this.
            log(.error, "checkout.commit_failed", attempt, "\(error)")
            return try await doubt(attempt, "paid, not committed")
        }
    }

    private func release(_ attempt: CheckoutAttempt, _ code: String) async throws -> CheckoutOutcome {
        let refusal = APIError(
            status: .badRequest,
            code: "PAYMENT_FAILED",
            message: "The payment was declined.",
            details: "{\"decline_code\":\(JSONText.quoted(code))}"
        )
        do {
            let result = try await persistently {
                try await database.retrying(
                    Statements.checkoutRelease,
                    [
                        .text(attempt.requestID), .integer(attempt.charge.attemptID), .text(code),
                        .text(refusal.body(requestID: attempt.requestID)),
                    ]
                )
            }
            return try ended(result)
        } catch let error as PostgresError {
            log(.error, "checkout.release_failed", attempt, "\(error)")
            return try await doubt(attempt, "declined, not released")
        }
    }

    /// Notes the doubt. If not even that can be written, the attempt stays LOCKED and its lease runs out: to the client it
    /// is the same.
    private func doubt(_ attempt: CheckoutAttempt, _ reason: String) async throws -> CheckoutOutcome {
        log(.warning, "checkout.in_doubt", attempt, reason)
        do {
            let result = try await database.retrying(
                Statements.checkoutDoubt,
                [.text(attempt.requestID), .integer(attempt.charge.attemptID), .text(reason)]
            )
            // Somebody else may have ended it meanwhile.
            if let body = try result.first?.bytes("response_body"),
                let status = try result.first?.integer("response_status")
            {
                return .replayed(status: Int(status), body: body)
            }
        } catch let error as PostgresError {
            log(.error, "checkout.doubt_not_noted", attempt, "\(error)")
        }
        return .inDoubt(attemptID: attempt.charge.attemptID)
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
