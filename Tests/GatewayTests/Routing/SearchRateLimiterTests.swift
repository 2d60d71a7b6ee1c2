import Testing

@testable import Gateway

/// How many searches an address may send.
struct SearchRateLimiterTests {
    private struct NoLimit: RateLimiter {
        func take(_ limit: Route.RateLimit, for call: Call) async throws {}
    }

    private let limiter = SearchRateLimiter(limit: 36, next: NoLimit())

    @Test func address_hasItsShareOfAMinute_inFiveSeconds_othersToo() {
        let waits = (0..<5).map { limiter.wait(address: "203.0.113.7", now: 1_200_000_010 + $0) }
        #expect(waits == [0, 0, 0, 2, 1])
        #expect(limiter.wait(address: "203.0.113.8", now: 1_200_000_014) == 0)
        #expect(limiter.wait(address: "203.0.113.7", now: 1_200_000_015) == 0, "a new window begins")
    }

    @Test func addresses_withoutEnd_takeNoMemoryWithoutEnd() {
        for number in 0..<SearchRateLimiter.addressLimit {
            _ = limiter.wait(address: "\(number)", now: 60)
        }
        #expect(limiter.wait(address: "one more", now: 60) == 0)
        #expect((0..<4).map { _ in limiter.wait(address: "0", now: 60) } == [0, 0, 0, 5], "all began anew")
    }
}
