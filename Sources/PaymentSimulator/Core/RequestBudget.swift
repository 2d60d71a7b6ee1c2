/// So many requests a second, and no more: a bucket that holds the allowance of a second and fills as it passes. No clock of its
/// own.
struct RequestBudget: Sendable {
    private var left = 0.0
    private var filledAt: Double?

    /// Takes one request's place, at a time in seconds; false where there is none. A rate of 0 is no limit.
    mutating func take(perSecond rate: Int, now: Double) -> Bool {
        guard rate > 0 else { return true }
        let full = Double(rate)
        left = filledAt.map { min(full, left + max(0, now - $0) * full) } ?? full
        filledAt = now
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
