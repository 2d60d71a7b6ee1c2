import Foundation
import Synchronization

/// A program that we started, in a session of its own: Ctrl-C on a terminal reaches us, and them through us, in order.
///
/// Not Foundation's `Process`: that tells the end of a child by a socket which grandchildren inherit, so that a program
/// which starts a server never seems to end.
public final class ChildProcess: Sendable {
    /// Where it writes to.
    public enum Output: Sendable {
        /// To where we do.
        case inherited
        case discarded
        /// To the end of a file, which is made.
        case appended(to: String)
        /// Into a descriptor of ours.
        case descriptor(Int32)
    }

    private struct State {
        var status: Int32?
        var waiting: [CheckedContinuation<Int32, Never>] = []
    }

    /// Its process id, also after its end.
    public let processIdentifier: Int32
    private let state = Mutex(State())

    init(processIdentifier: Int32) {
        self.processIdentifier = processIdentifier
        // A thread of its own, as waiting blocks.
        Thread.detachNewThread { self.reap() }
    }

    /// Whether it has not ended yet.
    public var isRunning: Bool { state.withLock { $0.status == nil } }

    /// As a shell says it: the exit code, or 128 and the number of the signal that ended it; -1 while it runs.
    public var terminationStatus: Int32 { state.withLock { $0.status ?? -1 } }

    /// Sends a signal; nothing once it has ended, as its pid may be somebody else's then.
    public func signal(_ number: Int32) {
        state.withLock { if $0.status == nil { _ = kill(processIdentifier, number) } }
    }

    /// Sends a signal to it and to what it has started in turn.
    public func signalSession(_ number: Int32) {
        state.withLock { if $0.status == nil { _ = kill(-processIdentifier, number) } }
    }

    /// Asks it to end.
    public func terminate() { signal(SIGTERM) }

    /// Waits for its end, however long that takes. Gives `terminationStatus`.
    @discardableResult
    public func wait() async -> Int32 {
        await withCheckedContinuation { continuation in
            let status = state.withLock { state in
                if state.status == nil { state.waiting.append(continuation) }
                return state.status
            }
            if let status { continuation.resume(returning: status) }
        }
    }

    /// Kills it with its session, and waits until it is gone.
    public func end() async {
        signalSession(SIGKILL)
        await wait()
    }

    private func reap() {
        var information = siginfo_t()
        // Only looked at: its pid stays its own until the lock is ours.
        while waitid(P_PID, id_t(processIdentifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let (status, waiting) = state.withLock { state in
            var raw: Int32 = 0
            _ = waitpid(processIdentifier, &raw, 0)
            let signal = raw & 0x7f
            let status = signal == 0 ? (raw >> 8) & 0xff : 128 + signal
            state.status = status
            defer { state.waiting = [] }
            return (status, state.waiting)
        }
        for continuation in waiting { continuation.resume(returning: status) }
    }
}
