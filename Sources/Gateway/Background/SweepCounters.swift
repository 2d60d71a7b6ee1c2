import Synchronization

/// What became of an item that a sweep has taken.
enum SweepResult: String, Sendable, CaseIterable {
    /// It has ended.
    case done
    /// It is due again later.
    case postponed
    /// It waits for a human.
    case handedOver = "handed_over"
    /// Not even that could be noted: it is due again when its lease is over.
    case failed
}

/// How many items sweeps have taken since the gateway's start, and what became of them: one set for all sweeps, for the
/// metrics to come.
final class SweepCounters: Sendable {
    /// One counter.
    struct Key: Hashable, Sendable {
        let sweep: String
        /// What kind of work: a state of checkouts, a kind of the outbox.
        let kind: String
        let result: SweepResult
    }

    private let counts = Mutex<[Key: Int]>([:])

    /// Counts one item, or several of a kind.
    func count(_ sweep: String, _ kind: String, _ result: SweepResult, times: Int = 1) {
        guard times > 0 else { return }
        counts.withLock { $0[Key(sweep: sweep, kind: kind, result: result), default: 0] += times }
    }

    /// All counters that are not 0.
    var current: [Key: Int] { counts.withLock { $0 } }
}
