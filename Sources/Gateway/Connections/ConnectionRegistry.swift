import Logging
import NIOCore
import Synchronization

/// Counts the connections that are open, all and by address, and says whether one more may be.
final class ConnectionRegistry: Sendable {
    private struct State {
        var total = 0
        var byAddress: [String: Int] = [:]
        var lastWarning = NIODeadline.uptimeNanoseconds(0)
    }

    let limits: ConnectionLimits
    /// What those that are refused are told as well, so that a page of the shop learns why.
    let cors: CORS
    private let logger: Logger
    private let state = Mutex(State())

    init(limits: ConnectionLimits, cors: CORS, logger: Logger) {
        self.limits = limits
        self.cors = cors
        self.logger = logger
    }

    /// How many there are.
    var count: Int { state.withLock { $0.total } }

    /// Takes a place; false when there is none. A place that was taken is given back with `close`.
    func open(_ address: String) -> Bool {
        let (isTaken, isWarningDue, count) = state.withLock { state in
            let ofAddress = state.byAddress[address] ?? 0
            guard state.total < limits.total, limits.perAddress.map({ ofAddress < $0 }) ?? true else {
                let now = NIODeadline.now()
                let isDue = now - state.lastWarning > .seconds(1)
                if isDue { state.lastWarning = now }
                return (false, isDue, state.total)
            }
            state.total += 1
            state.byAddress[address] = ofAddress + 1
            return (true, false, state.total)
        }
        // One line a second says it, however many are refused.
        if isWarningDue {
            logger.warning(
                "connections.refused", metadata: [LogKey.count: "\(count)", LogKey.address: "\(address)"])
        }
        return isTaken
    }

    /// Gives a place back.
    func close(_ address: String) {
        state.withLock { state in
            state.total -= 1
            let left = (state.byAddress[address] ?? 1) - 1
            state.byAddress[address] = left > 0 ? left : nil
        }
    }
}
