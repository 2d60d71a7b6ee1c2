import Testing

@testable import Gateway

/// When refused requests are more than a customer's mistake.
struct RefusalWatchTests {
    @Test(arguments: [
        ([0, 1], 2, false), ([0, 1, 60], 60, true), ([0, 1, 61], 61, false), ([0, 30, 31, 32], 33, true),
    ])
    func threeWithinAMinute_areRed(_ seconds: [Int], _ now: Int, _ isRed: Bool) {
        let watch = RefusalWatch()
        let start = ContinuousClock.now
        for second in seconds { watch.note(at: start + .seconds(second)) }
        #expect(watch.isRed(at: start + .seconds(now)) == isRed)
    }

    @Test func afterAMinute_allIsWell() {
        let watch = RefusalWatch()
        let start = ContinuousClock.now
        for _ in 0..<5 { watch.note(at: start) }
        #expect(watch.isRed(at: start + .seconds(60)))
        #expect(!watch.isRed(at: start + .seconds(61)))
    }
}
