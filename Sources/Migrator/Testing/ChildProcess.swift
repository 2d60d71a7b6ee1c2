import Foundation

/// Programs of PostgreSQL that do what the server cannot.
enum ChildProcess {
    /// Runs a program of `PATH`, or one whose path is given, to its end. Gives what it said, on both channels.
    /// - Parameter environment: comes on top of ours.
    /// - Parameter input: the file that it reads; nothing without.
    /// - Throws: `MigratorFailure` `usage` when there is no such program.
    static func run(
        _ program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        input: URL? = nil
    ) async throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = try find(program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        // A thread of its own: reading and waiting block.
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let output = pipe.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(returning: (process.terminationStatus, String(decoding: output, as: UTF8.self)))
            }
        }
    }

    private static func find(_ program: String) throws -> URL {
        let folders =
            program.contains("/") ? [""] : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let paths = folders.map { $0.isEmpty ? program : "\($0)/\(program)" }
        guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            throw MigratorFailure.usage("\(program) is not to be found; the server's programs must be in PATH")
        }
        return URL(filePath: path)
    }
}
