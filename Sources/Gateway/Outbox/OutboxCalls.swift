import Postgres

/// The functions of the database that empty the outbox.
struct OutboxCalls: Sendable {
    let database: any Database
    private let context = CallContext(requestID: "outbox")

    init(database: any Database) {
        self.database = database
    }

    /// Takes effects that are due.
    func claim(limit: Int, leaseSeconds: Int) async throws -> [OutboxItem] {
        try await database.rows(
            "api.outbox_claim",
            ["limit": .integer(Int64(limit)), "lease_seconds": .integer(Int64(leaseSeconds))], context
        ).map { row in
            OutboxItem(
                id: try row.get("outbox_id"), kind: try row.get("kind"), tries: try row.get("tries"),
                effect: try OutboxItem.Effect(row), lease: try row.get("lease_number"))
        }
    }

    /// Notes that it did not work: due again after the pause, or left to a human.
    func postpone(_ item: OutboxItem, reason: String, pause: Duration, isFinal: Bool) async throws {
        try await database.run(
            "api.outbox_retry",
            [
                "outbox_id": .integer(item.id), "error": .text(reason),
                "pause_ms": .integer(Int64(pause / .milliseconds(1))), "is_final": .boolean(isFinal),
                "lease_number": lease(item),
            ], context)
    }

    /// Notes that an effect without books was had.
    func done(_ item: OutboxItem) async throws {
        try await database.run(
            "api.outbox_done", ["outbox_id": .integer(item.id), "lease_number": lease(item)], context)
    }

    /// Books a refund that the provider has made.
    func completeRefund(_ id: Int64, of item: OutboxItem, reference: String) async throws {
        try await database.run(
            "api.refund_complete",
            ["refund_id": .integer(id), "refund_reference": .text(reference), "lease_number": lease(item)], context)
    }

    /// Books what a capture has taken; 0 for a hold that was let go.
    func completeCapture(_ id: Int64, of item: OutboxItem, takenMinor: Int64) async throws {
        try await database.run(
            "api.capture_complete",
            ["capture_id": .integer(id), "captured_minor": .integer(takenMinor), "lease_number": lease(item)], context)
    }

    private func lease(_ item: OutboxItem) -> Value { .integer(Int64(item.lease)) }
}

extension OutboxItem.Effect {
    fileprivate init(_ row: Row) throws {
        if try row.get("payment_token_id", as: Int64?.self) != nil {
            self = .detach(token: try row.get("provider_token"))
            return
        }
        let refundID: Int64? = try row.get("refund_id")
        let captureID: Int64? = try row.get("capture_id")
        guard refundID != nil || captureID != nil else {
            self = .unknown
            return
        }
        let reference: String = try row.get("provider_reference")
        let amount: Int64 = try row.get("amount_minor")
        let key: String = try row.get("provider_key")
        if let id = refundID {
            self = .refund(
                id: id,
                Repayment(paymentReference: reference, amountMinor: amount, idempotencyKey: "\(key)-refund"))
        } else if let id = captureID {
            self = .capture(
                id: id,
                Capture(paymentReference: reference, amountMinor: amount, idempotencyKey: "\(key)-capture"))
        } else {
            self = .unknown
        }
    }
}
