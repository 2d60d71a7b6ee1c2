import ArgumentParser

/// `migrator repair`
struct Repair: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Mends the ledger, with a reason that migrator.journal keeps.",
        discussion: """
            Examples:
              migrator repair --accept 5 --reason 'a comment in a function body was edited'
              migrator repair --step-done 12 --reason 'index checked by hand'
            """
    )

    @Option(
        help: ArgumentHelp("Take this migration's file, which was edited, for what was applied.", valueName: "number"))
    var accept: Int?

    @Option(help: ArgumentHelp("Forget that this migration was applied.", valueName: "number"))
    var forget: Int?

    @Option(help: ArgumentHelp("The step of this migration that was begun has been done.", valueName: "number"))
    var stepDone: Int?

    @Option(help: ArgumentHelp("The step of this migration that was begun has not been done.", valueName: "number"))
    var stepUndone: Int?

    @Option(help: "development or production: what the database is for.")
    var environment: String?

    @Option(help: "Why; it goes into migrator.journal.")
    var reason: String

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        let numbers = [accept, forget, stepDone, stepUndone].compactMap(\.self).count
        guard numbers + (environment == nil ? 0 : 1) == 1 else {
            throw ValidationError("one of --accept, --forget, --step-done, --step-undone, --environment")
        }
        guard environment.map({ ["development", "production"].contains($0) }) ?? true else {
            throw ValidationError("--environment is development or production")
        }
        guard !reason.isEmpty else { throw ValidationError("--reason must not be empty") }
    }

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        try await database.withLock(context) { session in
            guard try await Ledger.read(session).exists else {
                throw MigratorFailure.usage("there is no ledger to mend")
            }
            try await session.transaction { try await Ledger.create(session, environment: "production") }
            let repair = LedgerRepair(session: session, files: files, reason: reason)
            if let accept { try await repair.accept(accept) }
            if let forget { try await repair.forget(forget) }
            if let stepDone { try await repair.settleStep(of: stepDone, isDone: true) }
            if let stepUndone { try await repair.settleStep(of: stepUndone, isDone: false) }
            if let environment { try await repair.setEnvironment(environment) }
        }
    }
}
