import Testing

@testable import Gateway

/// How a gateway learns the rate that its provider bears.
struct CallPaceTests {
    /// A provider that answers so many calls a second, as a bucket that holds a second's allowance.
    private struct Limited {
        let rate: Double
        var left: Double
        var filledAt = 0.0

        mutating func takes(at now: Double) -> Bool {
            left = min(rate, left + (now - filledAt) * rate)
            filledAt = now
            guard left >= 1 else { return false }
            left -= 1
            return true
        }
    }

    /// Gateways that all want to call at each tick, for some seconds of a made-up clock. Gives the calls of each second: answered and
    /// refused, by gateway.
    private static func run(gateways: Int, limit: Double, seconds: Int) -> (answered: [[Int]], refused: [[Int]]) {
        var paces = (0..<gateways).map { _ in CallPace() }
        var provider = Limited(rate: limit, left: limit)
        var answered = [[Int]](repeating: [Int](repeating: 0, count: gateways), count: seconds)
        var refused = answered
        for tick in 0..<(seconds * 100) {
            let now = Double(tick) / 100
            // Another one is first each time, as none is in truth.
            for index in (0..<gateways).map({ ($0 + tick) % gateways }) where paces[index].begin(at: now) {
                if provider.takes(at: now) {
                    paces[index].wasAnswered(at: now)
                    answered[tick / 100][index] += 1
                } else {
                    _ = paces[index].wasRefused(begunAt: now, at: now, retryAfter: nil)
                    refused[tick / 100][index] += 1
                }
            }
        }
        return (answered, refused)
    }

    @Test func withoutRefusals_nothingIsHeldBack() {
        var pace = CallPace()
        let isHeldBack = (0..<10_000).contains { _ in !pace.begin(at: 1) }
        #expect(!isHeldBack)
        #expect(pace.rate(at: 1) == nil)
    }

    @Test(arguments: [1, 2, 4])
    func gatewaysThatShareALimit_settleBelowIt_andUseMostOfIt(_ gateways: Int) {
        let (answered, refused) = Self.run(gateways: gateways, limit: 25, seconds: 60)
        let steady = answered.dropFirst(20).map { $0.reduce(0, +) }
        #expect(steady.reduce(0, +) > 40 * 15, "most of 25 a second: \(steady)")
        #expect(refused.dropFirst(20).joined().reduce(0, +) < 40 * 5, "few are refused: \(refused)")
        for gateway in 0..<gateways {
            let share = answered.dropFirst(20).map { $0[gateway] }.reduce(0, +)
            #expect(share * gateways * 3 > steady.reduce(0, +), "none starves")
        }
    }

    @Test func loneRefusal_amongManyAnswers_changesNothing() {
        var pace = CallPace()
        for call in 0..<50 { pace.wasAnswered(at: Double(call) / 50) }
        let changes = pace.wasRefused(begunAt: 1, at: 1, retryAfter: nil)
        #expect(!changes)
        let isHeldBack = !pace.begin(at: 1)
        #expect(pace.rate(at: 1) == nil && !isHeldBack)
    }

    @Test func callsThatWereUnderWay_lowerTheRateOnce() {
        var pace = CallPace()
        for call in 0..<20 { pace.wasAnswered(at: 0.9 + Double(call) / 1000) }
        let changes = (0..<35).filter { _ in pace.wasRefused(begunAt: 0.95, at: 1, retryAfter: nil) }
        #expect(changes.count == 1)
        #expect(pace.rate(at: 1) == 14, "seven tenths of what was answered")
    }

    @Test func retryAfter_holdsAllBack() {
        var pace = CallPace()
        _ = pace.wasRefused(begunAt: 1, at: 1, retryAfter: 3)
        #expect(pace.next == 4)
        let begins = [3.9, 4].map { pace.begin(at: $0) }
        #expect(begins == [false, true])
    }

    @Test func limit_isForgotten_whenNothingWasRefusedForLong() {
        var pace = CallPace()
        for _ in 0..<2 { _ = pace.wasRefused(begunAt: 1, at: 1, retryAfter: nil) }
        #expect(pace.rate(at: 2) != nil)
        #expect(pace.rate(at: 1 + CallPace.memory) == nil)
    }
}
