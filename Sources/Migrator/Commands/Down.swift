import ArgumentParser

/// `migrator down`
struct Down: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes back the last migrations that have a down file. On a database for development only.",
        discussion: """
            A database is for development when `up --development` made it, or `repair --environment development` says so.

            Example:
              migrator down 2
            """
    )

    @Argument(help: "How many.")
    var count: Int = 1

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard count >= 1 else { throw ValidationError("at least one") }
    }

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        try await database.withLock(context) { session in
            try await Deployment(session: session, files: files, options: .init(lockTries: database.lockTries))
                .down(count)
        }
    }
}
