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
    /// Does one; what it throws is logged, and the item is due again when its lease is over.
    func work(_ item: Item) async throws
}

/// Runs a sweep until the gateway stops; then what was taken is brought to its end.
struct Sweeper<Work: Sweep>: Service {
    let work: Work
    /// Between two looks when there was nothing to do.
    let pause: Duration
    let logger: Logger

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
    private func sweep() async -> Int {
        let items: [Work.Item]
        do {
            items = try await work.claim()
        } catch {
            // The database is away: the pool says so, and the next look is soon.
            logger.debug("sweep.failed", metadata: [LogKey.sweep: "\(work.name)", LogKey.error: "\(error)"])
            return 0
        }
        await withTaskGroup(of: Void.self) { group in
            for item in items {
                group.addTask {
                    do {
                        try await work.work(item)
                    } catch {
                        logger.error(
                            "sweep.item_failed",
                            metadata: [LogKey.sweep: "\(work.name)", LogKey.error: "\(error)"]
                        )
                    }
                }
            }
        }
        if !items.isEmpty {
            logger.info("sweep", metadata: [LogKey.sweep: "\(work.name)", LogKey.count: "\(items.count)"])
        }
        return items.count
    }
}
