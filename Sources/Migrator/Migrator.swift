import ArgumentParser
import Foundation

/// The program: thin commands over `Core/`.
@main
struct Migrator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrator",
        abstract: "Deploys Mami's database: migrations, functions, seed data.",
        discussion: """
            Example:
              DATABASE_URL=postgresql://mami_admin@localhost/mami migrator up

            Exit codes: 0 clean, 1 usage, 2 pending, 4 history does not match, 7 lock not obtained,
            8 failed and rolled back, 10 database unreachable.
            """,
        subcommands: [Up.self, Status.self, Seed.self]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as MigratorFailure {
            Console.error("migrator: \(failure)")
            Foundation.exit(failure.exitCode)
        } catch let code as ExitCode {
            Foundation.exit(code.rawValue)
        } catch {
            // Help and version are errors to the parser, but not to people; the rest is wrong usage.
            let isClean = exitCode(for: error) == .success
            (isClean ? Console.line : Console.error)(fullMessage(for: error))
            Foundation.exit(isClean ? 0 : 1)
        }
    }
}
