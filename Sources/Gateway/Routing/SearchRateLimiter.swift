import Foundation
import Synchronization

/// Counts searches by address before they cost PostgreSQL anything: by each gateway for itself, as a count in the database would be
/// a statement more for each. What it lets through goes on to the next limiter.
final class SearchRateLimiter: RateLimiter {
    /// Seconds in which an address may send its share of a minute's searches: a minute's at once would hold up everybody.
    static let windowSeconds = 5
    /// Addresses that are told apart in a window: beyond, all begin anew, and nobody's memory is filled.
    static let addressLimit = 65_536

    private struct Window {
        /// Windows since 1970.
        var number = 0
        var counts: [String: Int] = [:]
    }

    /// Searches in a window from one address.
    private let limit: Int
    private let next: any RateLimiter
    private let window = Mutex(Window())

    /// - Parameter limit: searches a minute from one address.
    init(limit: Int, next: any RateLimiter) {
        self.limit = max(1, limit * Self.windowSeconds / 60)
        self.next = next
    }

    func take(_ limit: Route.RateLimit, for call: Call) async throws {
        if call.route.lane == .search {
            let seconds = wait(address: call.address, now: Int(Date().timeIntervalSince1970))
            guard seconds == 0 else { throw APIError.rateLimited(retryAfter: seconds) }
        }
        try await next.take(limit, for: call)
    }

    /// Takes one; the seconds to wait when none is left.
    /// - Parameter now: seconds since 1970.
    func wait(address: String, now: Int) -> Int64 {
        window.withLock { window in
            let number = now / Self.windowSeconds
            if window.number != number || window.counts.count >= Self.addressLimit {
                window = Window(number: number)
            }
            window.counts[address, default: 0] += 1
            return window.counts[address, default: 0] <= limit
                ? 0 : Int64(Self.windowSeconds - now % Self.windowSeconds)
        }
    }
}
