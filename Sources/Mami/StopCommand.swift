import ArgumentParser
import Fleet

/// Stops what `make run` started in LOCAL_DIR, and nothing else.
struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Stops what `mami run` started in LOCAL_DIR, and nothing else. The data stays.")

    @Option(help: "The repository.")
    var root = "."

    func run() async throws {
        let folder = LocalFolder(root: root)
        guard folder.exists else { return Terminal.say("nothing runs here") }
        // It stops the rest itself, in order; what is left when it was killed is stopped here.
        await folder.stop(folder.runner, within: .seconds(90))
        await folder.stopPrograms()
        Terminal.say("stopped")
    }
}
