import Logging
import ServiceLifecycle
import Synchronization

/// A fixed number of connections to one server, each with the known statements prepared, and a bounded queue before them.
///
/// `run` keeps the connections up; a broken one is replaced, with growing pauses while the server is away. A statement
/// whose connection breaks under it is not repeated, as it may have run: its caller gets `connectionLost`.
public final class ConnectionPool: Database, Service {
    struct Slots {
        var decisions: PoolState<Int>
        var engines: [Int: any ConnectionEngine] = [:]
        var losses: [Int: AsyncStream<Void>.Continuation] = [:]
        var waiters: [Int: CheckedContinuation<(Int, any ConnectionEngine), any Error>] = [:]
        var nextID = 0

        mutating func makeID() -> Int {
            nextID += 1
            return nextID
        }
    }

    let configuration: PoolConfiguration
    let statements: [Statement]
    let logger: Logger
    let slots: Mutex<Slots>

    /// A pool that connects once `run` is called. Each connection prepares the statements before it is used; others when they
    /// are first asked for.
    public init(configuration: PoolConfiguration, statements: [Statement] = [], logger: Logger) {
        self.configuration = configuration
        self.statements = statements
        self.logger = logger
        slots = Mutex(Slots(decisions: PoolState(waiterLimit: configuration.waiterLimit)))
    }

    /// Whether there is a connection, so that a call may hope.
    public var isReady: Bool {
        slots.withLock { $0.decisions.hasConnection && !$0.decisions.isClosed }
    }

    /// Runs a statement on the next free connection.
    /// - Throws: `PostgresError`; `poolExhausted` when the queue is full or the wait was too long.
    public func query(_ statement: Statement, _ parameters: [Value]) async throws -> QueryResult {
        try await onConnection { try await $0.execute(statement, parameters) }
    }

    /// Adds rows to a table over the next free connection.
    /// - Throws: as above.
    public func copy(_ rows: CopyText, into target: CopyTarget) async throws {
        try await onConnection { try await $0.copy(rows, into: target) }
    }

    private func onConnection<Result: Sendable>(
        _ work: @Sendable (any ConnectionEngine) async throws -> Result
    ) async throws -> Result {
        var staleStatements = 0
        while true {
            let (id, engine) = try await lease()
            do {
                let result = try await work(engine)
                giveBack(id)
                return result
            } catch is StaleConnection {
                lose(id)
            } catch let error as PostgresError where error.sqlState == .featureNotSupported {
                // A function was made anew with another result: what this session prepared fits it no longer, and the server
                // refuses before it runs anything. Another session prepares afresh.
                lose(id)
                staleStatements += 1
                guard staleStatements <= configuration.size else { throw error }
            } catch let error as PostgresError where error.kind == .connectionLost || error.kind == .closed {
                lose(id)
                throw error
            } catch {
                giveBack(id)
                throw error
            }
        }
    }

    func lease() async throws -> (Int, any ConnectionEngine) {
        let waiter = slots.withLock { $0.makeID() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                slots.withLock { slots in
                    switch slots.decisions.lease(waiter: waiter) {
                    case .use(let id): continuation.resume(returning: (id, slots.engines[id]!))
                    case .refuse(.queueFull):
                        continuation.resume(throwing: PostgresError(kind: .poolExhausted, message: "the queue is full"))
                    case .refuse(.closed):
                        continuation.resume(throwing: PostgresError(kind: .closed, message: "the pool is closed"))
                    case .wait:
                        slots.waiters[waiter] = continuation
                        limitWait(of: waiter)
                    }
                }
            }
        } onCancel: {
            abandon(waiter, with: CancellationError())
        }
    }

    private func limitWait(of waiter: Int) {
        Task {
            try await Task.sleep(for: configuration.waitLimit)
            abandon(waiter, with: PostgresError(kind: .poolExhausted, message: "waited too long for a connection"))
        }
    }

    private func abandon(_ waiter: Int, with error: any Error) {
        let continuation = slots.withLock { slots in
            slots.decisions.abandon(waiter: waiter) ? slots.waiters.removeValue(forKey: waiter) : nil
        }
        continuation?.resume(throwing: error)
    }

    func giveBack(_ id: Int) {
        let closing: (any ConnectionEngine)? = slots.withLock { slots in
            switch slots.decisions.place(id) {
            case .park: return nil
            case .handOver(let id, let waiter):
                slots.waiters.removeValue(forKey: waiter)?.resume(returning: (id, slots.engines[id]!))
                return nil
            case .close(let id):
                slots.losses.removeValue(forKey: id)?.finish()
                return slots.engines.removeValue(forKey: id)
            }
        }
        if let closing { Task { await closing.close() } }
    }

    func lose(_ id: Int) {
        let lost = slots.withLock { slots in
            slots.decisions.lose(id)
            slots.losses.removeValue(forKey: id)?.finish()
            return slots.engines.removeValue(forKey: id)
        }
        if let lost { Task { await lost.close() } }
    }
}
