import ArgumentParser

/// `migrator rehearse`
struct Rehearse: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Does everything that `up` would do, gates and pgTAP included, in one transaction that is rolled back.",
        discussion: "Example:\n  migrator rehearse && migrator up"
    )

    @Flag(
        inversion: .prefixedNo,
        help:
            "Run pgTAP, where no shop is in business. It empties all tables for its time, which stops a running gateway."
    )
    var tests = true

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        try await database.withLock(context) { session in
            let settings = DeliverySettings.ofEnvironment(context.environment.variables)
            let options = Deployment.Options(lockTries: database.lockTries, settings: settings)
            let deployment = Deployment(session: session, files: files, options: options)
            let ledger = try await Ledger.read(session)
            let plan = try await deployment.plan()
            guard plan.problems.isEmpty else { throw MigratorFailure.historyMismatch(plan.problems) }
            try await deployment.rehearse(plan) {
                guard tests else { return }
                try await RehearsedTests(session: session, files: files, settings: settings, ledger: ledger).run()
            }
        }
    }
}
