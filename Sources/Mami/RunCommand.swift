import ArgumentParser
import Fleet
import Foundation

/// Builds and starts everything, says how to make a first order, and follows the log until Ctrl-C, which stops it all.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract:
            "Builds and starts everything, prints a first order, and follows the log until Ctrl-C, which stops it all.",
        discussion: """
            PORT=8080          the gateway's port
            LOCAL_DIR=.local   where data, secrets and logs are; another place is another Mami, beside the first
            DATABASE_URL=…     a PostgreSQL of your own, as mami_admin, with GATEWAY_DATABASE_URL as mami_gateway
            These, and the gateway's settings, may stand in .env of the repository as well.
            """
    )

    @Option(help: "The repository.")
    var root = "."

    @Flag(help: "Take the programs as they are built.")
    var skipBuild = false

    func run() async throws {
        let folder = LocalFolder(root: root)
        try folder.make()
        guard folder.runner.process == nil else {
            let url = EnvironmentFile(path: folder.file("run.env")).variables["GATEWAY_URL"] ?? "once it is ready"
            return Terminal.say("already running at \(url); `make stop` stops it")
        }
        // What an earlier run left behind when it was killed.
        await folder.stopPrograms()
        let port = Int(folder["PORT"] ?? "8080") ?? 0
        guard (1...65_535).contains(port) else { throw ValidationError("PORT must be a number from 1 to 65535") }
        guard !LoopbackPort.isTaken(port) else {
            throw FleetError("port \(port) is taken; choose another one: make run PORT=\(try LoopbackPort.free())")
        }
        try folder.runner.remember(getpid())
        let shop = LocalShop(folder: folder, host: folder["HOST"] ?? "127.0.0.1", port: port)
        let end = await Result { [skipBuild] in
            try await Interruption.guarded {
                if !skipBuild { try await shop.build() }
                try await shop.run()
            }
        }
        Terminal.say("stopping")
        await folder.stopPrograms()
        folder.runner.remove()
        do {
            try end.get()
        } catch let interruption as Interruption {
            throw ExitCode(interruption.exitCode)
        }
    }
}
