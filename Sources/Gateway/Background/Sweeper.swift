import Logging
import Postgres
import ServiceLifecycle

/// Work that lies in the database until somebody takes it: taken in batches under a lease, by any number of gateways.
protocol Sweep: Sendable {
    associatedtype Item: Sendable
    /// For the log.
    var name: String { get }
    /// Takes at most this many at once.
    var batch: Int { get }
    /// Takes what is due.
    func claim() async throws -> [Item]
    /// For the counters.
    func kind(of item: Item) -> String
    /// Does one; what it throws is logged, and the item is due again when its lease is over.
    func work(_ item: Item) async throws -> SweepResult
}

/// Runs a sweep until the gateway stops; then what was taken is brought to its end.
struct Sweeper<Work: Sweep>: Service {
    let work: Work
    /// Between two looks when there was nothing to do.
    let pause: Duration
    let logger: Logger
    let counters: SweepCounters

    func run() async throws {
        // Not cancelled by the shutdown: a batch that was taken is finished.
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let taken = await sweep()
            if taken < work.batch {
                try? await cancelWhenGracefulShutdown {
                    try await Task.sleep(for: pause * Double.random(in: 0.75...1.25))
                }
            }
        }
    }

    /// One round. Gives how many there were.
    func sweep() async -> Int {
        let items: [Work.Item]
        do {
            items = try await work.claim()
        } catch {
            // The database is away: the pool says so, and the next look is soon.
            logger.debug("sweep.failed", metadata: [LogKey.sweep: "\(work.name)", LogKey.error: "\(error)"])
            return 0
        }
        let results = await withTaskGroup(of: SweepResult.self) { group in
            for item in items { group.addTask { await result(of: item) } }
            return await group.reduce(into: [SweepResult: Int]()) { $0[$1, default: 0] += 1 }
        }
        if !items.isEmpty {
            let summary = SweepResult.allCases.compactMap { result in results[result].map { "\(result.rawValue) \($0)" }
            }
            logger.info(
                "sweep",
                metadata: [
                    LogKey.sweep: "\(work.name)", LogKey.count: "\(items.count)",
                    LogKey.results: "\(summary.joined(separator: ", "))",
                ]
            )
        }
        return items.count
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
