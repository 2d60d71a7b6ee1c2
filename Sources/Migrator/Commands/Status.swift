import ArgumentParser
import Foundation

/// `migrator status`
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what is applied, what is pending and what has changed.",
        discussion: "Example, for CI:\n  migrator status --check || echo 'the database is not up to date'"
    )

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "Exit with 2 if anything is pending, with 4 if the history does not match.")
    var check = false

    @Flag(help: "One JSON object instead of text.")
    var json = false

    func run() async throws {
        let files = try options.files()
        let session = try await options.connect()
        let plan = Plan(files: files, ledger: try await Ledger.read(session))
        await session.close()
        Console.line(json ? try plan.json() : plan.text)
        guard check else { return }
        if !plan.problems.isEmpty { throw MigratorFailure.historyMismatch(plan.problems) }
        if !plan.isEmpty { throw ExitCode(2) }
    }
}
