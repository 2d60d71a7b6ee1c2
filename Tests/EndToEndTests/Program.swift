import Fleet
import Foundation
import Synchronization

/// The built programs, started and certainly stopped.
enum Program {
    private static let running = Mutex<[Int32]>([])
    private static let stopAtExit: Void = {
        atexit {
            for pid in Program.running.withLock({ $0 }) { kill(pid, SIGTERM) }
        }
    }()

    /// A built program.
    static func path(_ name: String) -> String { "\(World.environment["MAMI_BIN_DIR"] ?? "")/\(name)" }

    /// Starts a built program that runs until it is told to stop, or the tests end.
    static func start(
        _ name: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        descriptors: Int? = nil
    ) throws -> ChildProcess {
        let limit = descriptors.map { ["--nofile=\($0):\($0)", path(name)] } ?? []
        return try start(
            at: limit.isEmpty ? path(name) : "prlimit", limit + arguments, environment: environment)
    }

    /// Starts any program in the same way.
    static func start(
        at path: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> ChildProcess {
        _ = stopAtExit
        // The test runner's lines are to stand alone; MAMI_TEST_VERBOSE shows the programs' own as well.
        let isSilent = World.environment["MAMI_TEST_VERBOSE"] == nil
        let process = try ChildProcess.start(
            path, arguments, environment: environment, output: isSilent ? .discarded : .inherited)
        running.withLock { $0.append(process.processIdentifier) }
        return process
    }

    /// Waits for the end of a started program, at most some seconds.
    static func waitForEnd(_ process: ChildProcess, seconds: Int) async throws {
        _ = await wait(atMost: .seconds(seconds)) { !process.isRunning }
        let pid = process.processIdentifier
        running.withLock { $0.removeAll { $0 == pid } }
    }
}
