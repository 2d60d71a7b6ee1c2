import Postgres

/// What the database says of itself when all is done.
struct Books: Sendable {
    /// Violated invariants; nil when there was no database to ask.
    let violations: [String]?
    let auditEntries: Int64

    /// Asks `store.check_invariants()`.
    static func check(_ databaseURL: String?) async throws -> Books {
        guard let databaseURL else { return Books(violations: nil, auditEntries: 0) }
        let connection = try await Connection.connect(ConnectionParameters(databaseURL, applicationName: "shopper"))
        let rows = try await connection.query(
            "select invariant, details::text as details from store.check_invariants()")
        let violations = try rows.map { "\(try $0.text("invariant") ?? ""): \(try $0.text("details") ?? "")" }
        let audit = try await connection.query("select count(*) as entries from audit.entries")
        await connection.close()
        return Books(violations: violations, auditEntries: try audit.first?.integer("entries") ?? 0)
    }

    /// Nothing violated, as far as it was asked.
    var isClean: Bool { violations?.isEmpty ?? true }

    /// For people.
    var summary: String {
        guard let violations else { return "invariants  not checked: no DATABASE_URL" }
        return """
            invariants  \(violations.isEmpty ? "all hold" : "VIOLATED\n  " + violations.joined(separator: "\n  "))
            audit       \(auditEntries) entries
            """
    }
}
