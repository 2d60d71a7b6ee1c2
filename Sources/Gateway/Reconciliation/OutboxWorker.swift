import Logging
import Postgres

/// Sends what the outbox holds: refunds today, mail when there is any.
struct OutboxWorker: Sweep {
    /// An effect to be had.
    struct Item: Sendable {
        let id: Int64
        let kind: String
        let tries: Int
        let refundID: Int64?
        let repayment: Repayment?
    }

    let name = "outbox"
    let database: any Database
    let provider: any PaymentProvider
    let logger: Logger
    let leaseSeconds: Int
    var backoff = Backoff(first: .seconds(2), limit: .seconds(60))
    var triesLimit = 40
    var crash: CrashPoint.Trigger = .never
    let batch = 16

    func claim() async throws -> [Item] {
        let rows = try await database.retrying(
            Statements.outboxClaim, [.integer(Int64(batch)), .integer(Int64(leaseSeconds))])
        return try rows.map { row in
            let refundID = try row.integer("refund_id")
            var repayment: Repayment?
            if let refundID, let reference = try row.text("provider_reference"),
                let amount = try row.integer("amount_minor")
            {
                repayment = Repayment(
                    paymentReference: reference, amountMinor: amount, idempotencyKey: "mami-refund-\(refundID)")
            }
            return Item(
                id: try row.integer("outbox_id") ?? 0,
                kind: try row.text("kind") ?? "",
                tries: Int(try row.integer("tries") ?? 0),
                refundID: refundID,
                repayment: repayment
            )
        }
    }

    func work(_ item: Item) async throws {
        crash.reach(.outboxClaimed)
        guard let refundID = item.refundID, let repayment = item.repayment else {
            return try await postpone(item, "no transport for \(item.kind)", isFinal: true)
        }
        let outcome = await provider.repay(repayment, isRepeated: item.tries > 1)
        crash.reach(.afterRefund)
        switch outcome {
        case .paid(let payment):
            _ = try await database.retrying(
                Statements.refundComplete, [.integer(refundID), .text(payment.reference)])
            crash.reach(.outboxCompleted)
        case .unknown(let reason): try await postpone(item, reason, isFinal: item.tries >= triesLimit)
        case .declined(let reason), .refused(let reason): try await postpone(item, reason, isFinal: true)
        }
    }

    private func postpone(_ item: Item, _ reason: String, isFinal: Bool) async throws {
        logger.log(
            level: isFinal ? .error : .warning,
            isFinal ? "outbox.dead" : "outbox.postponed",
            metadata: [LogKey.outboxID: "\(item.id)", LogKey.reason: "\(reason)"]
        )
        let pause = backoff.pause(after: item.tries) / .milliseconds(1)
        _ = try await database.retrying(
            Statements.outboxRetry,
            [.integer(item.id), .text(reason), .integer(Int64(pause)), .boolean(isFinal)]
        )
    }
}
