import Foundation
import Synchronization

/// Programs, started and certainly stopped.
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
    static func start(_ name: String, _ arguments: [String] = [], environment: [String: String] = [:]) throws -> Process
    {
        _ = stopAtExit
        let process = Process()
        process.executableURL = URL(filePath: path(name))
        process.arguments = arguments
        process.environment = World.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        // The test runner's lines are to stand alone; MAMI_TEST_VERBOSE shows the programs' own as well.
        if World.environment["MAMI_TEST_VERBOSE"] == nil {
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
        }
        try process.run()
        running.withLock { $0.append(process.processIdentifier) }
        return process
    }

    /// Runs a program to its end.
    static func run(
        _ path: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = World.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let output = pipe.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(returning: (process.terminationStatus, String(decoding: output, as: UTF8.self)))
            }
        }
    }

    /// Waits for the end of a started program, at most some seconds.
    static func waitForEnd(_ process: Process, seconds: Int) async throws {
        for _ in 0..<(seconds * 20) where process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
        let pid = process.processIdentifier
        running.withLock { $0.removeAll { $0 == pid } }
    }

    /// A loopback port that nobody listens on: the kernel's choice.
    static func freePort() throws -> Int {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard bind(socket, generic, length) == 0, getsockname(socket, generic, &length) == 0 else {
                    throw WorldError("no free port")
                }
            }
            return Int(UInt16(bigEndian: pointer.pointee.sin_port))
        }
    }
}
