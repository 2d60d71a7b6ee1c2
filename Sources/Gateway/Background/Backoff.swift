/// Pauses that double up to a limit, each with jitter of half its length, so that many waiters do not come back at once.
struct Backoff: Sendable {
    let first: Duration
    let limit: Duration

    /// The pause after so many tries.
    func pause(after tries: Int) -> Duration {
        let full = min(first * (1 << min(max(tries, 0), 16)), limit)
        return full * Double.random(in: 0.5...1)
    }
}
