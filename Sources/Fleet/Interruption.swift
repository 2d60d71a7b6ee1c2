import Foundation
import Synchronization

/// A signal that asks us to end: SIGINT, SIGTERM or SIGHUP.
public struct Interruption: Error, Sendable {
    /// Which one.
    public let signal: Int32

    /// What a shell would say: 128 and the signal's number.
    public var exitCode: Int32 { 128 + signal }

    private static let received = Atomic<Int32>(0)

    /// Runs something that is cancelled when a signal asks us to end; further signals change nothing, so that the caller
    /// can put everything in order. A signal that was ignored when we began stays ignored.
    /// - Throws: `Interruption`, whatever `work` made of its end, when there was a signal.
    public static func guarded<Result: Sendable>(
        _ work: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        listen()
        let task = Task { try await work() }
        let watch = Task {
            while received.load(ordering: .relaxed) == 0 {
                try await Task.sleep(for: .milliseconds(50))
            }
            task.cancel()
        }
        let result = await task.result
        watch.cancel()
        let signal = received.load(ordering: .relaxed)
        if signal != 0 { throw Interruption(signal: signal) }
        return try result.get()
    }

    private static func listen() {
        // Made here, and not within a signal handler.
        _ = received.load(ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var before = sigaction()
            sigaction(number, nil, &before)
            if unsafeBitCast(before.__sigaction_handler, to: Int.self) == 1 { continue }  // SIG_IGN
            // A handler, and not SIG_IGN, which children would inherit.
            Foundation.signal(number) { Interruption.received.store($0, ordering: .relaxed) }
        }
    }
}
