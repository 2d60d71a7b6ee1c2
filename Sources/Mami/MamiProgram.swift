import ArgumentParser
import Foundation

/// The program: a whole Mami on this machine, and what its tests stand on. The scripts build it and call it.
@main
struct MamiProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mami",
        abstract: "Runs a whole Mami on this machine: PostgreSQL, payment simulator, gateway.",
        subcommands: [RunCommand.self, StopCommand.self, CleanCommand.self, WithClusterCommand.self]
    )
}

/// Lines for the person in front of it.
enum Terminal {
    /// One line, at once.
    static func say(_ text: String) {
        show("==> " + text)
    }

    /// Text as it is.
    static func show(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }
}
