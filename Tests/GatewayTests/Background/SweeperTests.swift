import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Gateway

/// What a sweep takes is counted, whatever becomes of it; what hangs is in nobody's way.
@Suite(.timeLimit(.minutes(1)))
struct SweeperTests {
    /// Numbers that wait to be taken, and what was seen of it.
    private final class Numbers: Sweep {
        struct Failure: Error {}
        struct Seen {
            var waiting: [Int]
            var claims: [Int] = []
            var inWork = 0
            var mostInWork = 0
            var ended: [Int] = []
        }

        let name = "numbers"
        let batch: Int
        let seen: Mutex<Seen>
        private let hang: @Sendable () async -> Void
        private let hanging: Range<Int>

        init(_ numbers: [Int], batch: Int, hanging: Range<Int> = 0..<0, hang: @escaping @Sendable () async -> Void = {})
        {
            self.batch = batch
            self.hang = hang
            self.hanging = hanging
            seen = Mutex(Seen(waiting: numbers))
        }

        func claim(limit: Int) async throws -> [Int] {
            seen.withLock { seen in
                seen.claims.append(limit)
                let taken = Array(seen.waiting.prefix(limit))
                seen.waiting.removeFirst(taken.count)
                seen.inWork += taken.count
                seen.mostInWork = max(seen.mostInWork, seen.inWork)
                return taken
            }
        }

        func kind(of number: Int) -> String { number.isMultiple(of: 2) ? "even" : "odd" }

        func work(_ number: Int) async throws -> SweepResult {
            if hanging.contains(number) { await hang() }
            seen.withLock {
                $0.inWork -= 1
                $0.ended.append(number)
            }
            switch number {
            case 0...2: return .done
            case 3: return .postponed
            case 4: return .handedOver
            case 5...: return .done
            default: throw Failure()
            }
        }

        /// Waits until so many have ended.
        func ended(_ count: Int) async throws {
            while seen.withLock({ $0.ended.count }) < count { try await Task.sleep(for: .milliseconds(1)) }
        }
    }

    /// What hangs waits here.
    private actor Gate {
        private var isOpen = false
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func wait() async {
            if !isOpen { await withCheckedContinuation { waiting.append($0) } }
        }

        func open() {
            isOpen = true
            for one in waiting { one.resume() }
        }
    }

    /// Runs a sweeper until the body is through with it, and gives what it has counted.
    private static func run(
        _ work: some Sweep, pause: Duration = .milliseconds(1),
        _ body: (_ stop: @Sendable () async -> Void) async throws -> Void
    ) async throws -> SweepCounters {
        let counters = SweepCounters()
        let logger = Logger(label: "test")
        let sweeper = Sweeper(work: work, pause: pause, logger: logger, counters: counters)
        let group = ServiceGroup(services: [sweeper], logger: logger)
        async let running: Void = group.run()
        try await body { await group.triggerGracefulShutdown() }
        await group.triggerGracefulShutdown()
        try await running
        return counters
    }

    @Test func results_areCountedByKind_andAddUp() async throws {
        let numbers = Numbers([0, 1, 2, 3, 4, -1, 0, 1, 2, 3, 4, -1], batch: 10)
        let counters = try await Self.run(numbers) { _ in try await numbers.ended(12) }
        func count(_ kind: String, _ result: SweepResult) -> Int? {
            counters.current[.init(sweep: "numbers", kind: kind, result: result)]
        }
        #expect(count("even", .done) == 4)
        #expect(count("odd", .done) == 2)
        #expect(count("odd", .postponed) == 2)
        #expect(count("even", .handedOver) == 2)
        #expect(count("odd", .failed) == 2)
        #expect(counters.current.values.reduce(0, +) == 12)
    }

    @Test func itemsThatHang_keepTheirOwnPlaces_andNobodyElses() async throws {
        let gate = Gate()
        let numbers = Numbers(Array(0..<40), batch: 6, hanging: 0..<4) { await gate.wait() }
        _ = try await Self.run(numbers, pause: .seconds(3600)) { _ in
            try await numbers.ended(36)
            #expect(Set(numbers.seen.withLock { $0.ended }) == Set(4..<40), "all but those that hang")
            await gate.open()
        }
        let seen = numbers.seen.withLock { $0 }
        #expect(seen.ended.count == 40)
        #expect(seen.mostInWork == 6, "never more than can be worked on")
        #expect(seen.claims.allSatisfy { (1...6).contains($0) })
    }

    @Test func shutdown_takesNothingMore_andWaitsForWhatIsInWork() async throws {
        // Until the stop can be seen, both places are taken.
        let numbers = Numbers(Array(0..<40), batch: 2, hanging: 0..<2) { try? await gracefulShutdown() }
        _ = try await Self.run(numbers) { stop in
            while numbers.seen.withLock({ $0.inWork }) < 2 { try await Task.sleep(for: .milliseconds(1)) }
            await stop()
        }
        #expect(Set(numbers.seen.withLock { $0.ended }) == [0, 1], "brought to their end, and nothing more is taken")
    }

    @Test func aRound_takesMoreAtOnce_whereThereWasMore_elseAfterAPause() {
        var round = SweepRound(places: 4, refill: 1)
        #expect(round.mayClaim && round.free == 4)
        round.took(4)
        #expect(!round.mayClaim && !round.isPauseDue, "all places are taken")
        round.ended(.done)
        #expect(round.mayClaim && round.free == 1)
        round.took(0)
        #expect(!round.mayClaim && round.isPauseDue)
        round.isPaused = true
        round.ended(.done)
        #expect(!round.mayClaim && !round.isPauseDue)
        round.isPaused = false
        #expect(round.mayClaim && round.free == 2)
        #expect(round.results() == [.done: 2] && round.results().isEmpty)
    }

    @Test func aSweepThatIsOneCall_isNotAskedOnceForEachOfItsItems() async throws {
        let calls = Mutex<[Int]>([])
        let rows = Mutex(95)
        let sweep = OneCallSweep(name: "rows", batch: 30, kind: "row") { limit in
            calls.withLock { $0.append(limit) }
            return rows.withLock { rows in
                let taken = min(limit, rows)
                rows -= taken
                return Array(0..<taken)
            }
        }
        _ = try await Self.run(sweep, pause: .seconds(3600)) { _ in
            while calls.withLock({ $0.count }) < 4 { try await Task.sleep(for: .milliseconds(1)) }
        }
        #expect(calls.withLock { $0 } == [30, 30, 30, 30])
    }
}
