import ArgumentParser

/// `migrator seed`
struct Seed: MigratorCommand {
    /// The kinds of seed data.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case reference
        case demo
    }

    static let configuration = CommandConfiguration(
        abstract: "Puts data into the database: reference (as every `up` does) or demo. A second time changes nothing.",
        discussion: "Example:\n  migrator seed demo"
    )

    @Argument(help: "reference or demo")
    var kind: Kind

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        let session = try await database.connect(context)
        try await session.holdingLock(waitSeconds: database.lockWait) {
            let deployment = Deployment(session: session, files: files, report: context.report)
            switch kind {
            case .reference:
                try await deployment.seedReference(DeliverySettings.ofEnvironment(context.environment.variables))
            case .demo: try await deployment.seedDemo()
            }
        }
        await session.close()
    }
}
