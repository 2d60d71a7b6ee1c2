import Logging
import Testing

@testable import Gateway

/// What a sweep takes is counted, whatever becomes of it.
struct SweeperTests {
    /// Takes what it is given, once; -1 fails.
    private struct Numbers: Sweep {
        struct Failure: Error {}
        let name = "numbers"
        let batch = 10
        let numbers: [Int]

        func claim() async throws -> [Int] { numbers }
        func kind(of number: Int) -> String { number.isMultiple(of: 2) ? "even" : "odd" }
        func work(_ number: Int) async throws -> SweepResult {
            switch number {
            case 0...2: .done
            case 3: .postponed
            case 4: .handedOver
            default: throw Failure()
            }
        }
    }

    @Test func results_areCountedByKind_andAddUp() async {
        let counters = SweepCounters()
        let sweeper = Sweeper(
            work: Numbers(numbers: [0, 1, 2, 3, 4, -1]),
            pause: .zero,
            logger: Logger(label: "test"),
            counters: counters
        )
        #expect(await sweeper.sweep() == 6)
        #expect(await sweeper.sweep() == 6)
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
}
