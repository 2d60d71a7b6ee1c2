import ArgumentParser
import Foundation

/// The program: a whole Mami on this machine, and what its tests stand on. The scripts build it and call it.
@main
struct MamiProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mami",
        abstract: "Runs a whole Mami on this machine: PostgreSQL, payment simulator, gateway.",
        subcommands: [
            RunCommand.self, StopCommand.self, CleanCommand.self, WithClusterCommand.self, MutantsCommand.self,
            BenchCommand.self,
        ]
    )
}
