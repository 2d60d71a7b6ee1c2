/// What a sweeper has in work, and when it takes more: at once where there was more than it had places for, else after a pause.
struct SweepRound: Sendable {
    let places: Int
    let refill: Int
    private(set) var inWork = 0
    /// Whether the last look filled all places, so that more is probably there.
    private var isMoreThere = true
    /// Whether a pause runs.
    var isPaused = false {
        didSet { if oldValue, !isPaused { isMoreThere = true } }
    }
    private var ended: [SweepResult: Int] = [:]

    init(places: Int, refill: Int) {
        self.places = places
        self.refill = min(max(refill, 1), places)
    }

    /// What may be taken.
    var free: Int { places - inWork }
    var mayClaim: Bool { isMoreThere && free >= refill }
    /// Nothing more was there: the next look is after a pause.
    var isPauseDue: Bool { !isMoreThere && !isPaused }

    /// So many were taken of as many as were free.
    mutating func took(_ count: Int) {
        isMoreThere = count >= free
        inWork += count
    }

    /// One has come to its end.
    mutating func ended(_ result: SweepResult) {
        inWork -= 1
        ended[result, default: 0] += 1
    }

    /// Without a pause in sight, as many have ended as there are places.
    var hasMuchToTell: Bool { isMoreThere && ended.values.reduce(0, +) >= places }

    /// What became of those that have ended since the last time.
    mutating func results() -> [SweepResult: Int] {
        defer { ended = [:] }
        return ended
    }
}
