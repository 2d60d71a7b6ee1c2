import ArgumentParser

/// What a command is given besides its own options.
struct CommandContext: Sendable {
    let report: Report
    let environment: Environment
}

/// A command of the program. Says what happens through its report, and fails with `MigratorFailure`.
protocol MigratorCommand: AsyncParsableCommand {
    var output: OutputOptions { get }
    func run(_ context: CommandContext) async throws
}

extension MigratorCommand {
    /// Runs the command, and turns its failure into text or JSON and an exit code.
    mutating func run() async throws {
        let report = Report(command: Self.configuration.commandName ?? Self._commandName, isJSON: output.json)
        do {
            try await run(CommandContext(report: report, environment: .current()))
            report.finish(nil)
        } catch let code as ExitCode {
            // A signal, after which everything was cleared away.
            throw code
        } catch {
            let failure = MigratorFailure(error)
            report.finish(failure)
            throw ExitCode(failure.exitCode)
        }
    }
}
