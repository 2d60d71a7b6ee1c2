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
        /// Refunds and captures that were asked for and answered with 201; and those that nobody has answered.
        var asked = 0
        var unanswered = 0
        /// What must never be.
        var broken: [String] = []

        /// Those of two shops together.
        static func + (one: Counts, other: Counts) -> Counts {
            Counts(
                confirmed: one.confirmed + other.confirmed,
                answers: one.answers.merging(other.answers, uniquingKeysWith: +),
                outcomes: one.outcomes.merging(other.outcomes, uniquingKeysWith: +),
                events: one.events.merging(other.events, uniquingKeysWith: +), asked: one.asked + other.asked,
                unanswered: one.unanswered + other.unanswered, broken: one.broken + other.broken)
        }
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
    func countAsked(isAnswered: Bool) {
        counts.withLock { if isAnswered { $0.asked += 1 } else { $0.unanswered += 1 } }
    }
    func countBroken(_ what: String) { counts.withLock { $0.broken.append(what) } }
}
