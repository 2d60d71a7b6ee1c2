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
        try await database.withSession(context) { session in
            try await session.holdingLock(waitSeconds: database.lockWait) {
                let seeding = Seeding(session: session, files: files, lockTries: database.lockTries)
                switch kind {
                case .reference:
                    try await seeding.reference(DeliverySettings.ofEnvironment(context.environment.variables))
                case .demo: try await seeding.demo()
                }
            }
        }
    }
}
