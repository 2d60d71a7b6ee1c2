import ArgumentParser

/// The program: the shop in bad weather.
@main
struct StormProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storm",
        abstract: "Breaks everything under shoppers, on a PostgreSQL of its own, and checks that nothing was lost.",
        subcommands: [StormCommand.self, OutageCommand.self],
        defaultSubcommand: StormCommand.self
    )
}
