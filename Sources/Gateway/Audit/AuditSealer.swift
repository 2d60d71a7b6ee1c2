import Logging
import ServiceLifecycle

/// Seals the audit log behind the writers' backs: every gateway tries, one at a time does it.
struct AuditSealer: Service {
    let calls: SealCalls
    /// Between two looks when all was sealed.
    let pause: Duration
    let logger: Logger
    let counters: SweepCounters
    /// Entries at once: far less than a second of work.
    var batch = 5000

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            let count = await seal()
            if count < batch {
                try? await cancelWhenGracefulShutdown {
                    try await Task.sleep(for: pause * Double.random(in: 0.75...1.25))
                }
            }
        }
    }

    /// One round. Gives how many entries were sealed.
    func seal() async -> Int {
        do {
            let count = try await calls.seal(limit: batch) ?? 0
            counters.count("audit_seal", "entry", .done, times: count)
            return count
        } catch {
            // The database is away: the pool says so, and the next look is soon.
            logger.debug("sweep.failed", metadata: [LogKey.sweep: "audit_seal", LogKey.error: "\(error)"])
            return 0
        }
    }
}
