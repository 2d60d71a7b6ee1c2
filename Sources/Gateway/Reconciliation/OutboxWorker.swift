import Logging
import Postgres

/// Has the effects that the outbox holds: refunds and captures; mail when there is a transport for it.
struct OutboxWorker: Sweep {
    /// What is to be had, and the row that waits for it.
    enum Effect: Sendable {
        case refund(id: Int64, Repayment)
        case capture(id: Int64, Capture)
        /// Nobody here can have it.
        case unknown
    }

    /// An effect to be had.
    struct Item: Sendable {
        let id: Int64
        let kind: String
        let tries: Int
        let effect: Effect
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
            Item(
                id: try row.integer("outbox_id") ?? 0,
                kind: try row.text("kind") ?? "",
                tries: Int(try row.integer("tries") ?? 0),
                effect: try Self.effect(row)
            )
        }
    }

    func kind(of item: Item) -> String { item.kind }

    func work(_ item: Item) async throws -> SweepResult {
        crash.reach(.outboxClaimed)
        do {
            switch item.effect {
            case .refund(let id, let repayment): return try await refund(item, id, repayment)
            case .capture(let id, let capture): return try await self.capture(item, id, capture)
            // Not lost: it is DEAD, in the log as an error, and in api.danger_zone.
            case .unknown: return try await postpone(item, "no transport for \(item.kind)", isFinal: true)
            }
        } catch let error as PostgresError where error.sqlState?.rawValue == "MS409" {
            // What the provider says and what the books say cannot both be true: no further try will change that.
            return try await postpone(item, error.message, isFinal: true)
        }
    }

    private func refund(_ item: Item, _ id: Int64, _ repayment: Repayment) async throws -> SweepResult {
        let outcome = await provider.repay(repayment, isRepeated: item.tries > 1)
        crash.reach(.afterRefund)
        switch outcome {
        case .paid(let payment):
            _ = try await database.retrying(Statements.refundComplete, [.integer(id), .text(payment.reference)])
            crash.reach(.outboxCompleted)
            return .done
        case .unknown(let reason): return try await postpone(item, reason, isFinal: item.tries >= triesLimit)
        case .declined(let reason), .refused(let reason): return try await postpone(item, reason, isFinal: true)
        case .canceled: return try await postpone(item, "canceled", isFinal: true)
        }
    }

    private func capture(_ item: Item, _ id: Int64, _ capture: Capture) async throws -> SweepResult {
        let outcome = await provider.settle(capture, isRepeated: item.tries > 1)
        crash.reach(.afterCapture)
        switch outcome {
        case .paid(let payment) where !payment.isHeld: return try await complete(id, payment.amountMinor)
        case .canceled: return try await complete(id, 0)
        case .paid: return try await postpone(item, "still held", isFinal: item.tries >= triesLimit)
        case .unknown(let reason): return try await postpone(item, reason, isFinal: item.tries >= triesLimit)
        case .declined(let reason), .refused(let reason): return try await postpone(item, reason, isFinal: true)
        }
    }

    private func complete(_ captureID: Int64, _ takenMinor: Int64) async throws -> SweepResult {
        _ = try await database.retrying(Statements.captureComplete, [.integer(captureID), .integer(takenMinor)])
        crash.reach(.outboxCompleted)
        return .done
    }

    private func postpone(_ item: Item, _ reason: String, isFinal: Bool) async throws -> SweepResult {
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
        return isFinal ? .handedOver : .postponed
    }

    private static func effect(_ row: Row) throws -> Effect {
        guard let reference = try row.text("provider_reference"), let amount = try row.integer("amount_minor") else {
            return .unknown
        }
        if let id = try row.integer("refund_id") {
            return .refund(
                id: id,
                Repayment(paymentReference: reference, amountMinor: amount, idempotencyKey: "mami-refund-\(id)")
            )
        }
        if let id = try row.integer("capture_id") {
            return .capture(
                id: id,
                Capture(paymentReference: reference, amountMinor: amount, idempotencyKey: "mami-capture-\(id)")
            )
        }
        return .unknown
    }
}
