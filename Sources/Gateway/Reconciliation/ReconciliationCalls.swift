import Postgres

/// The functions of the database that compare the books with the provider's list.
struct ReconciliationCalls: Sendable {
    let database: any Database
    private let context = CallContext(requestID: "reconciliation")

    init(database: any Database) {
        self.database = database
    }

    /// A comparison that this gateway has taken.
    struct Run: Sendable {
        let id: Int64
        /// This one included.
        let tries: Int
        /// What is to be listed, in seconds since 1970.
        let from: Int64
        let before: Int64
    }

    /// Takes one that is due, today's among them, if there is any.
    func claim(provider: String, leaseSeconds: Int) async throws -> [Run] {
        try await database.rows(
            "api.reconciliation_claim",
            ["provider": .text(provider), "lease_seconds": .integer(Int64(leaseSeconds))], context
        ).map { row in
            Run(
                id: try row.get("reconciliation_id"), tries: try row.get("tries"), from: try row.get("listed_from"),
                before: try row.get("listed_before"))
        }
    }

    /// Hands a page over; false when the run is not ours any more.
    func page(_ run: Run, _ kind: ListedKind, _ objects: [ListedObject], leaseSeconds: Int) async throws -> Bool {
        try await database.value(
            "api.reconciliation_page",
            [
                "reconciliation_id": .integer(run.id), "tries": .integer(Int64(run.tries)),
                "kind": .text(kind.rawValue), "objects": .text(Self.json(objects)),
                "lease_seconds": .integer(Int64(leaseSeconds)),
            ], context)
    }

    /// Has what was listed compared; gives how many differences there are. Nil when the run is not ours any more.
    func finish(_ run: Run, isWhole: Bool) async throws -> Int? {
        try await database.value(
            "api.reconciliation_finish",
            [
                "reconciliation_id": .integer(run.id), "tries": .integer(Int64(run.tries)),
                "is_whole": .boolean(isWhole),
            ], context)
    }

    /// Notes that it could not be brought to its end; it is due again after the pause.
    func postpone(_ run: Run, reason: String, pause: Duration) async throws {
        try await database.run(
            "api.reconciliation_postpone",
            [
                "reconciliation_id": .integer(run.id), "tries": .integer(Int64(run.tries)), "reason": .text(reason),
                "pause_ms": .integer(Int64(pause / .milliseconds(1))),
            ], context)
    }

    /// The objects as the function reads them.
    static func json(_ objects: [ListedObject]) -> String {
        let rows = objects.map { object in
            let texts = [
                ("reference", object.reference), ("payment_reference", object.paymentReference),
                ("status", object.status), ("currency", object.currency), ("shop", object.shop),
                ("refund_key", object.refundKey),
            ].compactMap { name, text in text.map { "\"\(name)\":\(JSONText.quoted($0))" } }
            let numbers = [
                ("amount", object.amountMinor), ("received", object.receivedMinor),
                ("capturable", object.capturableMinor), ("created", object.created),
            ].compactMap { name, number in number.map { "\"\(name)\":\($0)" } }
            return "{\((texts + numbers).joined(separator: ","))}"
        }
        return "[\(rows.joined(separator: ","))]"
    }
}
