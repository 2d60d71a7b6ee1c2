import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and its like, for a command that has something to clear away.
enum Interruption {
    /// Runs the body. A signal cancels it, calls `onSignal` until the body has ended, and then the program ends as the signal
    /// would have ended it: with 128 and the signal's number.
    static func handled<Result: Sendable>(
        _ onSignal: @escaping @Sendable () async -> Void,
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = Task { try await body() }
        let caught = Mutex<Int32?>(nil)
        let hurrying = Mutex<Task<Void, Never>?>(nil)
        let sources = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                let isFirst = caught.withLock { caught in
                    defer { caught = caught ?? number }
                    return caught == nil
                }
                guard isFirst else { return }
                task.cancel()
                hurrying.withLock {
                    $0 = Task {
                        while !Task.isCancelled {
                            await onSignal()
                            try? await Task.sleep(for: .milliseconds(100))
                        }
                    }
                }
            }
            source.resume()
            return source
        }
        let result = await task.result
        hurrying.withLock { $0?.cancel() }
        for (source, number) in zip(sources, [SIGINT, SIGTERM, SIGHUP]) {
            source.cancel()
            signal(number, SIG_DFL)
        }
        if let number = caught.withLock({ $0 }) { throw ExitCode(128 + number) }
        return try result.get()
    }
}
