import Logging
import Postgres

/// Has the effects that the outbox holds: refunds, captures, cards to be forgotten; mail when there is a transport for it.
struct OutboxWorker: Sweep {
    let name = "outbox"
    let calls: OutboxCalls
    let provider: any PaymentProvider
    let cards: any CardProvider
    let logger: Logger
    let leaseSeconds: Int
    var backoff = Backoff(first: .seconds(2), limit: .seconds(300))
    /// Tries after which it is told of as an error.
    var triesLimit = 40
    var crash: CrashPoint.Trigger = .never
    let batch = 16

    func claim(limit: Int) async throws -> [OutboxItem] {
        try await calls.claim(limit: limit, leaseSeconds: leaseSeconds)
    }

    func kind(of item: OutboxItem) -> String { item.kind }

    func work(_ item: OutboxItem) async throws -> SweepResult {
        crash.reach(.outboxClaimed)
        do {
            switch item.effect {
            case .refund(let id, let repayment): return try await refund(item, id, repayment)
            case .capture(let id, let capture): return try await self.capture(item, id, capture)
            case .detach(let token): return try await detach(item, token)
            // Not lost: it is DEAD, in the log as an error, and in api.danger_zone.
            case .unknown: return try await postpone(item, "no transport for \(item.kind)", isFinal: true)
            }
        } catch let error as PostgresError where error.isConflict {
            // What the provider says and what the books say cannot both be true: no further try will change that.
            return try await postpone(item, error.message, isFinal: true)
        }
    }

    private func refund(_ item: OutboxItem, _ id: Int64, _ repayment: Repayment) async throws -> SweepResult {
        let outcome = await provider.repay(repayment)
        crash.reach(.afterRefund)
        switch outcome {
        case .paid(let payment):
            try await calls.completeRefund(id, of: item, reference: payment.reference)
            crash.reach(.outboxCompleted)
            return .done
        case .pending: return try await postpone(item, "pending at the provider")
        case .unknown(let reason): return try await postpone(item, reason)
        case .declined(let reason), .refused(let reason): return try await postpone(item, reason, isFinal: true)
        case .canceled, .open, .actionRequired: return try await postpone(item, "canceled", isFinal: true)
        }
    }

    private func capture(_ item: OutboxItem, _ id: Int64, _ capture: Capture) async throws -> SweepResult {
        let outcome = await provider.settle(capture)
        crash.reach(.afterCapture)
        switch outcome {
        case .paid(let payment) where !payment.isHeld: return try await complete(item, id, payment.amountMinor)
        case .canceled: return try await complete(item, id, 0)
        case .paid, .open, .pending, .actionRequired: return try await postpone(item, "still held")
        case .unknown(let reason): return try await postpone(item, reason)
        case .declined(let reason), .refused(let reason): return try await postpone(item, reason, isFinal: true)
        }
    }

    private func detach(_ item: OutboxItem, _ token: String) async throws -> SweepResult {
        do {
            try await cards.detach(token)
        } catch .refused(let reason), .unavailable(let reason) {
            return try await postpone(item, reason)
        }
        try await calls.done(item)
        return .done
    }

    private func complete(
        _ item: OutboxItem, _ captureID: Int64, _ takenMinor: Int64
    ) async throws -> SweepResult {
        try await calls.completeCapture(captureID, of: item, takenMinor: takenMinor)
        crash.reach(.outboxCompleted)
        return .done
    }

    /// What nobody knows is never given up: it may have been done, and giving it up would have it done twice. After many tries
    /// it is an error in the log at each further one, and stays in the view of what waits.
    private func postpone(_ item: OutboxItem, _ reason: String, isFinal: Bool = false) async throws -> SweepResult {
        let isOverdue = item.tries >= triesLimit
        logger.log(
            level: isFinal || isOverdue ? .error : .warning,
            isFinal ? "outbox.dead" : isOverdue ? "outbox.overdue" : "outbox.postponed",
            metadata: [LogKey.outboxID: "\(item.id)", LogKey.reason: "\(reason)"]
        )
        try await calls.postpone(item, reason: reason, pause: backoff.pause(after: item.tries), isFinal: isFinal)
        return isFinal ? .handedOver : .postponed
    }
}
