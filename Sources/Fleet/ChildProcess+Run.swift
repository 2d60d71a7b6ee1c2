import Foundation

extension ChildProcess {
    /// Runs a program to its end. Gives what it said, on both channels.
    ///
    /// When our task is cancelled the program is asked to end, with all of its session, and waited for.
    /// - Parameter environment: comes on top of ours; nil takes a variable away.
    /// - Parameter input: the file that it reads; nothing without.
    /// - Throws: `FleetError` when it does not start.
    public static func run(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String?] = [:],
        directory: String? = nil,
        input: String? = nil
    ) async throws -> (status: Int32, output: String) {
        let pipe = Pipe()
        let process = try start(
            program,
            arguments,
            environment: environment,
            directory: directory,
            input: input,
            output: .descriptor(pipe.fileHandleForWriting.fileDescriptor)
        )
        try pipe.fileHandleForWriting.close()
        // A thread of its own, as reading blocks.
        async let output = withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: pipe.fileHandleForReading.readDataToEndOfFile()) }
        }
        let status = await process.waitOrTerminate()
        return (status, String(decoding: await output, as: UTF8.self))
    }

    /// Runs a program that speaks for itself, to its end. Gives its exit code.
    ///
    /// When our task is cancelled the program is asked to end, with all of its session, and waited for.
    /// - Throws: `FleetError` when it does not start.
    public static func attend(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String?] = [:],
        directory: String? = nil
    ) async throws -> Int32 {
        try await start(program, arguments, environment: environment, directory: directory).waitOrTerminate()
    }

    private func waitOrTerminate() async -> Int32 {
        await withTaskCancellationHandler {
            await wait()
        } onCancel: {
            signalSession(SIGTERM)
        }
    }
}
