import ArgumentParser

/// `migrator seed`
struct Seed: MigratorCommand {
    /// The kinds of seed data.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case reference
        case demo
        case load
    }

    static let configuration = CommandConfiguration(
        abstract: "Puts data into the database. A second time changes nothing, but for what has been lost meanwhile.",
        discussion: """
            reference  what a shop cannot run without, as every `up` does
            demo       a shop to look at and to try with
            load       customers, products, carts and three months of orders in quantity, to measure with: alone, or on top of
                       demo. Factor 1 is 500 customers, 2,000 products and 2,000 orders.

            Examples:
              migrator seed demo
              migrator seed load --factor 10
            """
    )

    @Argument(help: "reference, demo or load")
    var kind: Kind

    @Option(help: "Of load: how much of it; default: 1. More of it later adds the difference.")
    var factor: Int?

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    mutating func validate() throws {
        guard factor == nil || kind == .load else { throw ValidationError("--factor is for load alone") }
        guard (1...1000).contains(factor ?? 1) else { throw ValidationError("--factor must be from 1 to 1000") }
    }

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        try await database.withLock(context) { session in
            let seeding = Seeding(session: session, files: files, lockTries: database.lockTries)
            switch kind {
            case .reference:
                try await seeding.reference(DeliverySettings.ofEnvironment(context.environment.variables))
            case .demo: try await seeding.demo()
            case .load: try await LoadSeed(seeding: seeding, factor: factor ?? 1).run()
            }
        }
    }
}
