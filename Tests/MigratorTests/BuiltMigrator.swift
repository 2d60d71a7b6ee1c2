import Foundation

/// The program as it is built and called by people and CI jobs.
enum BuiltMigrator {
    /// How a run ended.
    struct Run: Sendable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Where it is: scripts/test says so, otherwise beside the tests.
    static let path: String = {
        let folder =
            ProcessInfo.processInfo.environment["MAMI_BIN_DIR"]
            ?? Bundle.main.bundleURL.deletingLastPathComponent().path(percentEncoded: false)
        return URL(filePath: folder, directoryHint: .isDirectory).appending(path: "migrator").path(
            percentEncoded: false)
    }()

    /// Whether it is there.
    static var isBuilt: Bool { FileManager.default.isExecutableFile(atPath: path) }

    /// A process that is ready to run.
    static func process(_ arguments: [String], environment: [String: String] = [:], directory: String? = nil) -> Process
    {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        // Not the caller's server.
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("PG") && $0.key != "DATABASE_URL" }
            .merging(environment) { _, new in new }
        process.currentDirectoryURL = URL(
            filePath: directory ?? FileManager.default.temporaryDirectory.path(percentEncoded: false))
        return process
    }

    /// Runs it to its end.
    static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        directory: String? = nil
    ) async throws -> Run {
        let process = process(arguments, environment: environment, directory: directory)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // What a pipe holds is less than what the program may say; both are read while it runs.
        async let outputText = text(of: output)
        async let errorText = text(of: errors)
        let (one, other) = await (outputText, errorText)
        process.waitUntilExit()
        return Run(status: process.terminationStatus, output: one, errors: other)
    }

    private static func text(of pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                let data = (try? pipe.fileHandleForReading.readToEnd()) ?? nil
                continuation.resume(returning: String(decoding: data ?? Data(), as: UTF8.self))
            }
        }
    }
}
