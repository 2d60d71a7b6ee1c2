import Synchronization

/// Whether the provider refuses what this gateway asks: three requests within a minute that it calls wrong are more than a card that
/// it does not know. The shop stays open, as the next request may be a right one; somebody has to look.
final class RefusalWatch: Sendable {
    private static let limit = 3
    private static let window = Duration.seconds(60)

    private let newest = Mutex<[ContinuousClock.Instant]>([])

    /// Notes a refused request.
    func note(at now: ContinuousClock.Instant = .now) {
        newest.withLock { $0 = ($0 + [now]).suffix(Self.limit) }
    }

    /// Whether there were too many lately.
    func isRed(at now: ContinuousClock.Instant = .now) -> Bool {
        newest.withLock { $0.count == Self.limit && now - $0[0] <= Self.window }
    }
}
