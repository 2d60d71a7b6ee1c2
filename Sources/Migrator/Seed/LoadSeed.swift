import Postgres

/// Data in quantity, to measure with: `db/seed/load`, whose files take the factor from the setting `mami.load_factor`.
struct LoadSeed: Sendable {
    let seeding: Seeding
    let factor: Int

    /// Tables whose rows are worth counting.
    private static let tables = [
        "users", "addresses", "payment_tokens", "branches", "categories", "products", "inventory",
        "inventory_movements",
        "carts", "cart_items", "checkout_attempts", "checkout_lines", "orders", "order_items", "payments", "refunds",
    ]

    /// How much was added.
    struct Outcome: Encodable, Sendable {
        let factor: Int
        /// Rows by table; a table without new ones is left out.
        let rows: [String: Int]
    }

    /// Adds what lacks.
    /// - Throws: `MigratorFailure` `usage` when there are no such files.
    func run() async throws {
        let start = ContinuousClock.now
        guard !seeding.files.load.isEmpty else { throw MigratorFailure.usage("there are no files in seed/load") }
        let before = try await counts()
        let settings = [(name: "mami.load_factor", value: String(factor))]
        try await seeding.run(seeding.files.load, settings: settings, name: "load data")
        try await seeding.analyze()
        let after = try await counts()
        let added = after.merging(before) { $0 - $1 }.filter { $0.value > 0 }
        seeding.session.report.step("load data with factor \(factor)", since: start)
        let list = Self.tables.compactMap { table in added[table].map { "\(table) \($0)" } }
        seeding.session.report.result(
            list.isEmpty ? "nothing was missing" : "added: " + list.joined(separator: ", "),
            Outcome(factor: factor, rows: added)
        )
    }

    private func counts() async throws -> [String: Int] {
        let query = Self.tables.map { "select '\($0)' as name, count(*) as rows from store.\($0)" }
        var counts: [String: Int] = [:]
        for row in try await seeding.session.rows(query.joined(separator: " union all ")) {
            guard let name = try row.text("name"), let rows = try row.integer("rows") else { continue }
            counts[name] = Int(rows)
        }
        return counts
    }
}
