/// What a pool decides, without doing it: who gets which connection, who waits, who is refused. No I/O and no clock, so
/// that it is tested without a server.
struct PoolState<ConnectionID: Hashable> {
    /// What becomes of somebody who asks for a connection.
    enum Lease: Equatable {
        case use(ConnectionID)
        case wait
        case refuse(Refusal)
    }

    /// Why somebody gets none.
    enum Refusal: Equatable {
        case queueFull
        case closed
    }

    /// What becomes of a connection that is free.
    enum Placement: Equatable {
        case handOver(ConnectionID, to: Int)
        case park
        case close(ConnectionID)
    }

    private let waiterLimit: Int
    private var idle: [ConnectionID] = []
    private var leased: Set<ConnectionID> = []
    private var waiters: [Int] = []
    private(set) var isClosed = false

    init(waiterLimit: Int) {
        self.waiterLimit = waiterLimit
    }

    /// Whether there is any connection.
    var hasConnection: Bool { !idle.isEmpty || !leased.isEmpty }
    /// Whether a closed pool has nothing left to wait for.
    var isDrained: Bool { isClosed && leased.isEmpty }

    /// Somebody asks. The connection used last is taken first: its caches are warm.
    mutating func lease(waiter: Int) -> Lease {
        if isClosed { return .refuse(.closed) }
        if let connection = idle.popLast() {
            leased.insert(connection)
            return .use(connection)
        }
        guard waiters.count < waiterLimit else { return .refuse(.queueFull) }
        waiters.append(waiter)
        return .wait
    }

    /// A connection is there, new or given back: it goes to whoever has waited longest.
    mutating func place(_ connection: ConnectionID) -> Placement {
        leased.remove(connection)
        if isClosed { return .close(connection) }
        if waiters.isEmpty {
            idle.append(connection)
            return .park
        }
        leased.insert(connection)
        return .handOver(connection, to: waiters.removeFirst())
    }

    /// A connection is broken.
    mutating func lose(_ connection: ConnectionID) {
        leased.remove(connection)
        idle.removeAll { $0 == connection }
    }

    /// Somebody waits no longer. False if they have been served meanwhile.
    mutating func abandon(waiter: Int) -> Bool {
        guard let index = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// No more leases. Gives who waited, and the connections that nobody uses.
    mutating func close() -> (waiters: [Int], idle: [ConnectionID]) {
        isClosed = true
        defer { (waiters, idle) = ([], []) }
        return (waiters, idle)
    }
}
