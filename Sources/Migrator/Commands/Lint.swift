import ArgumentParser
import Foundation

/// `migrator lint`
struct Lint: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finds dangerous DDL in migrations, and functions that break the rules, without a database.",
        discussion: """
            Exits with 5 if there is a finding. One that is meant is allowed with its reason, in a comment directly above the
            statement, or at the head of the file with a blank line below it for the whole file:
              -- migrator: allow drop-column: nobody has read it since release 12

            Example:
              migrator lint db/migrations/0009_coupons.sql
            """
    )

    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "List the rules instead.")
    var rules = false

    @Argument(help: ArgumentHelp("Files or folders; all by default.", valueName: "path"))
    var paths: [String] = []

    func run(_ context: CommandContext) async throws {
        guard !rules else { return listRules(context.report) }
        let folder = try LintFolder(files.dbDir)
        let isAskedFor = try folder.selection(paths)
        let linter = Linter(files: folder.files, folder: folder.name)
        let findings = linter.findings(where: isAskedFor)
        let summary = Summary(files: linter.count(where: isAskedFor), findings: findings)
        context.report.result(summary.text, summary)
        if !findings.isEmpty {
            let files = Set(findings.map(\.file)).count
            let count = findings.count == 1 ? "1 finding" : "\(findings.count) findings"
            throw MigratorFailure(.lint, "lint: \(count) in \(files == 1 ? "1 file" : "\(files) files")")
        }
    }

    private func listRules(_ report: Report) {
        let rows = LintRules.all.map { Row(rule: $0.id, summary: $0.summary) }
        let width = rows.map(\.rule.count).max() ?? 0
        let lines = rows.map { $0.rule.padding(toLength: width + 2, withPad: " ", startingAt: 0) + $0.summary }
        report.result(lines.joined(separator: "\n"), rows)
    }

    /// What `lint --json` shows.
    private struct Summary: Encodable {
        let files: Int
        let findings: [Finding]

        var text: String {
            findings.isEmpty ? "lint: \(files) files, nothing found" : findings.map(\.text).joined(separator: "\n")
        }
    }

    /// What `lint --rules --json` shows.
    private struct Row: Encodable {
        let rule: String
        let summary: String
    }
}
