import ArgumentParser
import Foundation

/// The program: thin commands over a core without a command line.
@main
struct Migrator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrator",
        abstract: "Deploys Mami's database: migrations, functions, seed data.",
        discussion: """
            Example:
              DATABASE_URL=postgresql://mami_admin@localhost/mami migrator up

            The database is named by --database-url, DATABASE_URL or libpq's own variables (PGHOST, PGSERVICE, …), \
            in the environment or in ./.env.

            Exit codes:
            \(ExitStatus.table)
            """,
        subcommands: [
            Up.self, Rehearse.self, Status.self, Verify.self, DriftCommand.self, Adopt.self, Down.self, Redo.self,
            Baseline.self, Repair.self, New.self, Lint.self, TestCommand.self, Seed.self, Dump.self, Docs.self,
            Wait.self, AuditVerify.self, AuditArchive.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            end(0)
        } catch let code as ExitCode {
            end(code.rawValue)
        } catch {
            // Help and version are errors to the parser, but not to people; the rest is wrong usage.
            let isClean = exitCode(for: error) == .success
            let handle: FileHandle = isClean ? .standardOutput : .standardError
            handle.write(Data((fullMessage(for: error) + "\n").utf8))
            end(isClean ? ExitStatus.clean.rawValue : ExitStatus.usage.rawValue)
        }
    }

    /// Ends at once: OpenSSL clears itself away in `exit`, while threads of connections may still be ending.
    private static func end(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }
}
