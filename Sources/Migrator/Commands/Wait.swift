import ArgumentParser

/// `migrator wait`
struct Wait: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Waits until the database answers; ends at once where waiting cannot help (a refused login).",
        discussion: "Example:\n  migrator wait --timeout 60 && migrator up"
    )

    @Option(help: "Seconds after which it gives up, with exit code 10.")
    var timeout: Int = 30

    @OptionGroup var place: PlaceOptions
    @OptionGroup var output: OutputOptions

    mutating func validate() throws {
        guard timeout >= 0 else { throw ValidationError("--timeout must not be negative") }
    }

    func run(_ context: CommandContext) async throws {
        let start = ContinuousClock.now
        let waiting = Waiting(
            connectionString: place.connectionString(context.environment),
            limit: .seconds(timeout),
            report: context.report
        )
        try await waiting.untilAnswered()
        context.report.step("the database answers", since: start)
    }
}
