import ArgumentParser

/// `migrator redo`
struct Redo: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes the last migration back and applies it again. On a database for development only.",
        discussion: "Example, while writing a migration:\n  migrator redo"
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        try await database.withLock(context) { session in
            let options = Deployment.Options(
                lockTries: database.lockTries,
                settings: DeliverySettings.ofEnvironment(context.environment.variables))
            let deployment = Deployment(session: session, files: files, options: options)
            try await deployment.down(1)
            try await deployment.up()
        }
    }
}
