import ArgumentParser
import Foundation

/// `migrator audit-archive`
struct AuditArchive: MigratorCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit-archive",
        abstract: "Writes a month of the audit log to a file, reads the file again, and detaches the month.",
        discussion: """
            The month must be over, and all of it below a signed checkpoint. Its table stays, detached, until somebody calls \
            audit.archive_drop in psql; keep the file, and give it to audit-verify.

            Example:
              migrator audit-archive --month 2026-03 --to /srv/audit
            """
    )

    @Option(help: "The month, as 2026-03; months are those of UTC.")
    var month: String

    @Option(name: .customLong("to"), help: "The folder for audit-<month>.jsonl.")
    var folder: String

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    mutating func validate() throws {
        guard month.wholeMatch(of: /[0-9]{4}-(0[1-9]|1[0-2])/) != nil else {
            throw ValidationError("--month must look like 2026-03")
        }
    }

    func run(_ context: CommandContext) async throws {
        let path = try await database.withLock(context) { session in
            try await AuditArchiving(session: session, month: month, folder: folder, lockTries: database.lockTries)
                .run()
        }
        context.report.result("\(month) is in \(path), and detached", path)
    }
}
