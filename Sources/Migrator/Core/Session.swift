import Postgres

/// The connection of a command, as the role that owns everything.
struct Session: Sendable {
    let connection: Connection
    /// The key of the advisory lock that one migrator at a time holds: "mami" in ASCII.
    private static let lockKey: Int64 = 0x6D61_6D69

    /// Connects and becomes the owner.
    /// - Throws: `MigratorFailure.unreachable`; `usage` when the role is missing or not ours.
    static func connect(_ connectionString: String, role: String) async throws -> Session {
        let connection: Connection
        do {
            connection = try await Connection.connect(
                ConnectionParameters(
                    connectionString,
                    applicationName: "mami-migrator",
                    settings: [("lock_timeout", "2s"), ("client_min_messages", "warning")]
                ),
                onNotice: Console.error
            )
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable(error.message)
        }
        do {
            _ = try await connection.query("select set_config('role', $1, false)", [.text(role)])
        } catch let error as PostgresError where error.kind == .server {
            throw MigratorFailure.usage(
                "cannot act as \(role) (\(error.message)): db/bootstrap.sql makes the roles, and the login must be a member"
            )
        }
        return Session(connection: connection)
    }

    /// Runs the body in a transaction.
    func transaction(_ body: () async throws -> Void) async throws {
        try await connection.execute(script: "begin")
        do {
            try await body()
            try await connection.execute(script: "commit")
        } catch {
            try? await connection.execute(script: "rollback")
            throw error
        }
    }

    /// Runs the body while no other migrator is at work. Polls with jitter: a lock that is waited for would hold a snapshot,
    /// and `create index concurrently` of the other side would wait for us.
    /// - Throws: `MigratorFailure.lockNotObtained` when the time is over.
    func holdingLock(waitSeconds: Int, _ body: () async throws -> Void) async throws {
        let deadline = ContinuousClock.now + .seconds(waitSeconds)
        while try await !tryLock() {
            guard ContinuousClock.now < deadline else {
                throw MigratorFailure.lockNotObtained(holder: try await holder())
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 100...300)))
        }
        // The lock belongs to the session: it ends with it, however the program ends.
        try await body()
    }

    /// Ends the session, and with it the lock.
    func close() async {
        await connection.close()
    }

    private func tryLock() async throws -> Bool {
        let result = try await connection.query("select pg_try_advisory_lock($1) as held", [.integer(Self.lockKey)])
        return try result.first?.boolean("held") ?? false
    }

    private func holder() async throws -> String {
        let result = try await connection.query(
            """
            select format('pid %s, %s, for %s', a.pid, a.usename, date_trunc('second', now() - a.backend_start)) as holder
            from pg_locks as l
            join pg_stat_activity as a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objid = $1::bigint::oid
            """,
            [.integer(Self.lockKey)]
        )
        return try result.first?.text("holder") ?? "it has just finished; try again"
    }
}
