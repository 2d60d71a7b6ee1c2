import Logging
import ServiceLifecycle

extension ConnectionPool {
    /// Keeps the connections up until graceful shutdown or cancellation; then refuses new calls, waits for those under
    /// way, and closes.
    public func run() async throws {
        await withTaskCancellationOrGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<configuration.size {
                    group.addTask { await self.keepSlotFilled() }
                }
            }
        } onCancelOrGracefulShutdown: {
            self.close()
        }
    }

    /// Refuses new calls and lets those under way finish.
    func close() {
        let (waiters, idle) = slots.withLock { slots in
            let left = slots.decisions.close()
            for id in left.idle { slots.losses.removeValue(forKey: id)?.finish() }
            return (
                left.waiters.compactMap { slots.waiters.removeValue(forKey: $0) },
                left.idle.compactMap { slots.engines.removeValue(forKey: $0) }
            )
        }
        for waiter in waiters {
            waiter.resume(throwing: PostgresError(kind: .closed, message: "the pool is closed"))
        }
        for engine in idle { Task { await engine.close() } }
    }

    private func keepSlotFilled() async {
        var pause = configuration.backOffLimit / 20
        while !slots.withLock({ $0.decisions.isClosed }) {
            do {
                let engine = try await connect()
                pause = configuration.backOffLimit / 20
                await holdUntilLost(engine)
            } catch {
                logger.warning(
                    "database.connect_failed",
                    metadata: ["error": "\(error)", "retry_in_ms": "\(Int(pause / .milliseconds(1)))"]
                )
                // Jitter, so that many gateways do not knock at a restarted server in step.
                try? await Task.sleep(for: pause * Double.random(in: 0.5...1))
                pause = min(pause * 2, configuration.backOffLimit)
            }
        }
    }

    private func connect() async throws -> any ConnectionEngine {
        let connection = try await Connection.connect(configuration.connection)
        for statement in statements {
            do {
                try await connection.prepare(statement)
            } catch let error as PostgresError where error.kind == .server {
                // A function that is not there: the schema is not the one that this build expects.
                logger.error(
                    "database.prepare_failed",
                    metadata: ["statement": "\(statement.name)", "sqlstate": "\(error.sqlState?.rawValue ?? "")"]
                )
                throw error
            }
        }
        return connection
    }

    private func holdUntilLost(_ engine: any ConnectionEngine) async {
        let (losses, continuation) = AsyncStream.makeStream(of: Void.self)
        let id = slots.withLock { slots in
            let id = slots.makeID()
            slots.engines[id] = engine
            slots.losses[id] = continuation
            return id
        }
        giveBack(id)
        for await _ in losses {}
    }
}
