import ArgumentParser

/// `migrator up`
struct Up: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Applies pending migrations, then what has changed of functions, errors, triggers and grants.",
        discussion: """
            Pending migrations are rehearsed first, all together with functions and gates, in a transaction that is rolled \
            back; then each runs in a transaction of its own, and all functions in one.

            Example:
              migrator up --database-url postgresql://mami_admin@localhost/mami
              migrator up --dry-run > plan.sql
            """
    )

    @Option(
        help: ArgumentHelp(
            "The last migration to apply; functions stay as they are unless it is the last of all.", valueName: "number"
        ))
    var to: Int?

    @Flag(help: "Print the SQL that would be run, and run nothing.")
    var dryRun = false

    @Flag(help: "Replace functions that were changed by hand.")
    var overwriteDrift = false

    @Flag(inversion: .prefixedNo, help: "Try the whole plan in a transaction first, which is rolled back.")
    var rehearsal = true

    @Flag(help: "A new database is for development: `down` and `redo` will work on it.")
    var development = false

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        try await database.withSession(context) { session in
            let deployment = Deployment(session: session, files: files, options: options(context))
            if dryRun {
                let script = try await deployment.script()
                return context.report.result(script, ["sql": script])
            }
            try await session.holdingLock(waitSeconds: database.lockWait) { try await deployment.up() }
        }
    }

    private func options(_ context: CommandContext) -> Deployment.Options {
        Deployment.Options(
            lockTries: database.lockTries,
            overwritesDrift: overwriteDrift,
            rehearses: rehearsal,
            to: to,
            environment: development ? "development" : "production",
            settings: DeliverySettings.ofEnvironment(context.environment.variables)
        )
    }
}
