import ArgumentParser
import Fleet
import Foundation

/// Runs a command with a PostgreSQL of its own.
struct WithClusterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "with-cluster",
        abstract: "Runs a command with a PostgreSQL of its own, empty and gone afterwards, however the command ends.",
        discussion: "The command finds a superuser's TEST_DATABASE_URL in its environment."
    )

    @Argument(parsing: .captureForPassthrough, help: "The command.")
    var command: [String]

    /// Nothing has to survive a crash of the machine.
    private static let settings = [
        "max_connections=400", "fsync=off", "synchronous_commit=off", "full_page_writes=off",
    ]

    func validate() throws {
        guard !command.isEmpty else { throw ValidationError("a command is needed") }
    }

    func run() async throws {
        let folder = try TemporaryFolder("mami-test")
        let cluster = Cluster(directory: folder.path + "/pg")
        let status = await Result { [command] in
            try await Interruption.guarded {
                let url = try await Self.start(cluster)
                return try await ChildProcess.attend(
                    command[0], Array(command.dropFirst()),
                    environment: environment.merging(["TEST_DATABASE_URL": url]) { $1 })
            }
        }
        await cluster.stop(.immediate)
        folder.remove()
        do {
            throw ExitCode(try status.get())
        } catch let interruption as Interruption {
            throw ExitCode(interruption.exitCode)
        }
    }

    /// Without the caller's PGHOST, PGOPTIONS and so on, which are meant for another server.
    private var environment: [String: String?] {
        var environment: [String: String?] = [:]
        for name in ProcessInfo.processInfo.environment.keys where name.hasPrefix("PG") {
            environment[name] = .some(nil)
        }
        return environment
    }

    private static func start(_ cluster: Cluster) async throws -> String {
        let password = Secret.make()
        try cluster.makeFolder()
        try await cluster.create(password: password)
        // Somebody else may take the port between the look and the start.
        for attempt in 1... {
            let port = try LoopbackPort.free()
            do {
                try await cluster.start(port: port, settings: settings)
                return "postgresql://postgres:\(password)@127.0.0.1:\(port)/postgres"
            } catch  where attempt < 3 && !Task.isCancelled {
                continue
            }
        }
        throw CancellationError()
    }
}
