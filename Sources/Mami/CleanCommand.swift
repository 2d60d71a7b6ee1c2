import ArgumentParser
import Foundation

/// Stops what runs, and removes the private database with all that is in LOCAL_DIR.
struct CleanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clean",
        abstract: "Stops what runs in LOCAL_DIR and removes it, data and all. A database of your own is not touched.")

    @Option(help: "The repository.")
    var root = "."

    func run() async throws {
        let folder = LocalFolder(root: root)
        guard folder.exists else { return }
        await folder.stop(folder.runner, within: .seconds(90))
        await folder.stopPrograms()
        try folder.clusterHome.remove()
        try FileManager.default.removeItem(atPath: folder.path)
    }
}
