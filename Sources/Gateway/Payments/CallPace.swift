/// How fast a gateway may call the provider, learnt from its 429s: as fast as it likes until they come, then at a rate that shrinks by
/// a part with each burst of them and grows by a little with each second. Several gateways that share one limit settle below it so,
/// without knowing of each other (additive increase, multiplicative decrease, as TCP has it). A lone 429 among many answers is its
/// call's own matter. No clock of its own: times are seconds.
struct CallPace: Sendable {
    /// What is left of the rate after a burst of 429s.
    static let decrease = 0.7
    /// Calls a second more, for each second.
    static let increase = 1.0
    /// The slowest.
    static let floor = 1.0
    /// What is begun with where nothing was answered yet.
    static let first = 5.0
    /// Seconds without a 429 after which the limit is forgotten.
    static let memory = 120.0
    /// The part of a second's calls that is a burst.
    static let burst = 0.15

    /// Before that time none may begin.
    private(set) var next = 0.0
    private var rateAtChange: Double?
    private var lastChange = -Double.infinity
    private var lastRefusal = 0.0
    /// Calls of the last second that were answered, and that were refused.
    private var answered = LastSecond()
    private var refused = LastSecond()

    /// Calls a second; nil while there is no limit to be seen.
    func rate(at now: Double) -> Double? {
        guard let rateAtChange, now - lastRefusal < Self.memory else { return nil }
        return rateAtChange + max(0, now - lastChange) * Self.increase
    }

    /// Takes the next place, if it has come.
    mutating func begin(at now: Double) -> Bool {
        guard now >= next else { return false }
        if let rate = rate(at: now) { next = max(next, now - 1 / rate) + 1 / rate }
        return true
    }

    /// A call was answered, and not with a 429.
    mutating func wasAnswered(at now: Double) {
        answered.add(now)
    }

    /// A call that began at that time was refused for the rate, and may be tried after so many seconds, if the provider says so. Calls
    /// that were under way when the rate changed say nothing about it. Gives whether it changes now.
    mutating func wasRefused(begunAt begin: Double, at now: Double, retryAfter: Double?) -> Bool {
        lastRefusal = now
        if let retryAfter { next = max(next, now + retryAfter) }
        guard begin > lastChange else { return false }
        refused.add(now)
        let (bad, good) = (Double(refused.count(at: now)), Double(answered.count(at: now)))
        guard bad >= 2, bad >= Self.burst * (bad + good) else { return false }
        let slower = max(Self.floor, (rate(at: now) ?? max(Self.first, good)) * Self.decrease)
        rateAtChange = slower
        lastChange = now
        next = max(next, now + 1 / slower)
        refused = LastSecond()
        return true
    }

    /// Times that are not older than a second.
    private struct LastSecond: Sendable {
        private var times: [Double] = []

        mutating func add(_ now: Double) {
            times.removeAll { $0 <= now - 1 }
            // More are never asked for.
            if times.count < 1000 { times.append(now) }
        }

        func count(at now: Double) -> Int { times.count { $0 > now - 1 } }
    }
}
