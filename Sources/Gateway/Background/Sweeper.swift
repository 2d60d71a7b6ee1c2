import Logging
import Postgres
import ServiceLifecycle

/// Work that lies in the database until somebody takes it: taken under a lease, by any number of gateways.
protocol Sweep: Sendable {
    associatedtype Item: Sendable
    /// For the log.
    var name: String { get }
    /// In work at once, at the most.
    var batch: Int { get }
    /// So many places have to be free before more is taken.
    var refill: Int { get }
    /// Takes what is due, no more than is begun at once: a lease runs from here on.
    func claim(limit: Int) async throws -> [Item]
    /// For the counters.
    func kind(of item: Item) -> String
    /// Does one; what it throws is logged, and the item is due again when its lease is over.
    func work(_ item: Item) async throws -> SweepResult
}

extension Sweep {
    var refill: Int { 1 }
}

/// Runs a sweep until the gateway stops; then what was taken is brought to its end. An item that hangs keeps its own place, and
/// nobody else's: a place that is free is given to the next one.
struct Sweeper<Work: Sweep>: Service {
    let work: Work
    /// Between two looks when there was nothing to do.
    let pause: Duration
    let logger: Logger
    let counters: SweepCounters

    /// What a round waits for.
    private enum Step: Sendable {
        case done(SweepResult)
        case paused
    }

    func run() async throws {
        // Not cancelled by the shutdown: what was taken is finished.
        await withTaskGroup(of: Step.self) { group in
            var round = SweepRound(places: work.batch, refill: work.refill)
            while true {
                if round.mayClaim, !Self.isStopping {
                    let items = await claim(limit: round.free)
                    round.took(items.count)
                    for item in items { group.addTask { .done(await result(of: item)) } }
                }
                if round.isPauseDue, !Self.isStopping {
                    tell(round.results())
                    round.isPaused = true
                    group.addTask {
                        try? await cancelWhenGracefulShutdown {
                            try await Task.sleep(for: pause * Double.random(in: 0.75...1.25))
                        }
                        return .paused
                    }
                }
                switch await group.next() {
                case .done(let result):
                    round.ended(result)
                    if round.hasMuchToTell { tell(round.results()) }
                case .paused: round.isPaused = false
                case nil: return tell(round.results())
                }
            }
        }
    }

    private static var isStopping: Bool { Task.isShuttingDownGracefully || Task.isCancelled }

    private func claim(limit: Int) async -> [Work.Item] {
        do {
            return try await work.claim(limit: limit)
        } catch {
            // The database is away: the pool says so, and the next look is soon.
            logger.debug("sweep.failed", metadata: [LogKey.sweep: "\(work.name)", LogKey.error: "\(error)"])
            return []
        }
    }

    private func tell(_ results: [SweepResult: Int]) {
        guard !results.isEmpty else { return }
        let summary = SweepResult.allCases.compactMap { result in results[result].map { "\(result.rawValue) \($0)" } }
        logger.info(
            "sweep",
            metadata: [
                LogKey.sweep: "\(work.name)", LogKey.count: "\(results.values.reduce(0, +))",
                LogKey.results: "\(summary.joined(separator: ", "))",
            ]
        )
    }

    private func result(of item: Work.Item) async -> SweepResult {
        var result = SweepResult.failed
        do {
            result = try await work.work(item)
        } catch {
            logger.error("sweep.item_failed", metadata: [LogKey.sweep: "\(work.name)", LogKey.error: "\(error)"])
        }
        counters.count(work.name, work.kind(of: item), result)
        return result
    }
}
