import Postgres
import SQLText
import Synchronization

/// Looks, over a session of its own, at who keeps ours waiting: when a wait for a lock is over, it is too late to ask.
final class LockWatch: Sendable {
    private let lastSeen = Mutex<[String]>([])
    private let session: Session
    /// Waits shorter than this are nobody's business.
    private static let patience = Duration.milliseconds(300)

    init(_ session: Session) {
        self.session = session
    }

    /// Whoever was in the way when it was last looked, and has not been told of yet: pid, login, what it does, since when,
    /// and its statement without its constants.
    func takeBlockers() -> [String] {
        lastSeen.withLock { seen in
            defer { seen = [] }
            return seen
        }
    }

    /// Runs the body and watches meanwhile.
    func watching<Result>(_ body: () async throws -> Result) async throws -> Result {
        let pid = try await session.connection.processID
        let watcher = Task { await self.watch(pid) }
        let result: Result
        do {
            result = try await body()
        } catch {
            await Self.end(watcher)
            throw error
        }
        await Self.end(watcher)
        return result
    }

    /// Waits until the watch is over: a program that ends while one of its threads opens a connection takes OpenSSL away
    /// from under it.
    private static func end(_ watcher: Task<Void, Never>) async {
        watcher.cancel()
        await watcher.value
    }

    private func watch(_ pid: Int32) async {
        guard (try? await Task.sleep(for: Self.patience)) != nil,
            // As the login itself, which may see more of other sessions than the owner of the schema.
            let connection = try? await Session.open(session.connectionString, report: session.report)
        else { return }
        while !Task.isCancelled {
            if let blockers = try? await Self.blockers(of: pid, connection), !blockers.isEmpty {
                lastSeen.withLock { $0 = blockers }
            }
            try? await Task.sleep(for: Self.patience)
        }
        await connection.close()
    }

    private static func blockers(of pid: Int32, _ connection: Connection) async throws -> [String] {
        let rows = try await connection.query(
            """
            select
                format(
                    'pid %s, %s, %s, its transaction %s old', a.pid, a.usename, coalesce(a.state, 'background'),
                    coalesce(date_trunc('milliseconds', clock_timestamp() - a.xact_start)::text, 'not')
                ) as who,
                a.query
            from unnest(pg_blocking_pids($1)) as b (pid)
            join pg_stat_activity as a on a.pid = b.pid
            """,
            [.integer(Int64(pid))]
        )
        return try rows.map { row in
            let query = SQLStatement.withoutConstants(try row.text("query") ?? "")
            return "\(try row.text("who") ?? "")\(query.isEmpty ? "" : ": \(query.prefix(200))")"
        }
    }
}
