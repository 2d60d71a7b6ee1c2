/// Somebody who takes part in a storm. Pickers and managers join by a type of their own.
protocol StormActor: Sendable {
    /// What must be done before the weather turns.
    mutating func prepare() async throws
    /// Acts until the storm ends, and finishes what was begun by the deadline.
    mutating func act(until end: ContinuousClock.Instant, atTheLatest deadline: ContinuousClock.Instant) async
}
