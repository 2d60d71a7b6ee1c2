import ArgumentParser

/// `migrator status`
struct Status: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what is applied, what is pending and what has changed.",
        discussion: "Example, for CI:\n  migrator status --check || echo 'the database is not up to date'"
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    @Flag(
        help:
            "Exit with 4 if the history does not match, with 2 if anything is pending, with 3 if anything was changed by hand."
    )
    var check = false

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        let plan = try await database.withSession(context) { session in
            try await Deployment(session: session, files: files).plan()
        }
        context.report.result(plan.text, plan.summary)
        guard check else { return }
        if !plan.problems.isEmpty { throw MigratorFailure.historyMismatch(plan.problems) }
        if !plan.isEmpty { throw MigratorFailure(.pending, "the database is not up to date") }
        if plan.isTouchedByHand {
            throw MigratorFailure(.drift, "the database was changed by hand")
        }
    }
}
