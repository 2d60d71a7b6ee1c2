import ArgumentParser

/// `migrator baseline`
struct Baseline: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes over an existing database: notes migrations as applied without running them.",
        discussion: "Example:\n  migrator baseline --to 7 --reason 'restored from the old server' && migrator up"
    )

    @Option(help: "The last migration that the database has already.")
    var to: Int

    @Option(help: "Why; it goes into migrator.journal.")
    var reason: String

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard !reason.isEmpty else { throw ValidationError("--reason must not be empty") }
    }

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        try await database.withLock(context) { session in
            try await session.transaction { try await Ledger.create(session, environment: "production") }
            _ = try await LedgerRepair(session: session, files: files, reason: reason).baseline(to: to)
        }
    }
}
