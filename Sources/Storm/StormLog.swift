import Synchronization

/// What the clients of a storm have seen.
final class StormLog: Sendable {
    /// A confirm that ended with an order, as its client knows it.
    struct Confirmed: Sendable {
        let key: String
        let orderID: Int64
    }

    struct Counts: Sendable {
        var confirmed: [Confirmed] = []
        var answers: [Int: Int] = [:]
        var outcomes: [String: Int] = [:]
        var events: [String: Int] = [:]
        /// What must never be.
        var broken: [String] = []
    }

    private let counts = Mutex(Counts())

    /// Everything so far.
    var current: Counts { counts.withLock { $0 } }

    /// A status, 0 for a connection that broke. A 500 is one of the things that must never be.
    func countAnswer(_ status: Int) {
        counts.withLock {
            $0.answers[status, default: 0] += 1
            if status == 500 { $0.broken.append("a gateway answered 500") }
        }
    }

    func countEvent(_ name: String) { counts.withLock { $0.events[name, default: 0] += 1 } }
    func countOutcome(_ name: String) { counts.withLock { $0.outcomes[name, default: 0] += 1 } }
    func count(_ confirmed: Confirmed) { counts.withLock { $0.confirmed.append(confirmed) } }
    func countBroken(_ what: String) { counts.withLock { $0.broken.append(what) } }
}
