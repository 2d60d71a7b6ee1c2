import Postgres

/// Puts data into the database. Its caller holds the lock.
struct Seeding: Sendable {
    let session: Session
    let files: SchemaFiles
    var lockTries = 5

    /// What a shop cannot run without.
    func reference(_ settings: [(name: String, value: String)]) async throws {
        guard let file = files.reference else { return }
        try await run([file], settings: settings, name: file.path)
    }

    /// Data to look at and to try with.
    func demo() async throws {
        let start = ContinuousClock.now
        try await run(files.demo, settings: [], name: "demo data")
        try await analyze()
        session.report.step("demo data: \(files.demo.count) files", since: start)
    }

    /// Runs files in one transaction that has the settings.
    func run(_ files: [SQLFile], settings: [(name: String, value: String)], name: String) async throws {
        try await session.retryingLocks(name, tries: lockTries) {
            try await session.transaction {
                for setting in settings {
                    _ = try await session.rows(
                        "select set_config($1, $2, true)", [.text(setting.name), .text(setting.value)])
                }
                for file in files { try await session.run(file) }
            }
        }
    }

    /// Gives the planner statistics of what was put in. Until autovacuum comes it would take every table for a small one of
    /// unknown content, and the plans that sessions keep would read a branch's whole stock to lock a cart's lines.
    func analyze() async throws {
        let names = try await session.rows(
            """
            select string_agg(c.oid::regclass::text, ', ' order by c.oid) as names
            from pg_class as c
            where c.relnamespace = 'store'::regnamespace and c.relkind in ('r', 'p')
            """)
        guard let tables = try names.first?.text("names") else { return }
        try await session.retryingLocks("statistics", tries: lockTries) { try await session.run("analyze \(tables)") }
    }
}
