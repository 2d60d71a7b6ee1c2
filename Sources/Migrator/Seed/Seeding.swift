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
}
