import ArgumentParser

/// `migrator up`
struct Up: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Applies pending migrations, then what has changed of functions, errors, triggers and grants.",
        discussion: "Example:\n  migrator up --database-url postgresql://mami_admin@localhost/mami"
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        let session = try await database.connect(context)
        try await session.holdingLock(waitSeconds: database.lockWait) {
            let deployment = Deployment(session: session, files: files, report: context.report)
            try await deployment.up(settings: DeliverySettings.ofEnvironment(context.environment.variables))
        }
        await session.close()
    }
}
