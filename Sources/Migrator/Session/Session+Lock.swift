import Postgres

extension Session {
    /// Runs the body while no other migrator is at work. Polls with jitter: a lock that is waited for would hold a snapshot,
    /// and `create index concurrently` of the other side would wait for us.
    /// - Throws: `MigratorFailure` `lockNotObtained` when the time is over.
    func holdingLock<Result>(waitSeconds: Int, _ body: () async throws -> Result) async throws -> Result {
        let deadline = ContinuousClock.now + .seconds(waitSeconds)
        while try await !tryLock() {
            guard ContinuousClock.now < deadline else {
                throw MigratorFailure(.lockNotObtained, "another migrator is at work: \(try await holder())")
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 100...300)))
        }
        // The lock belongs to the session: it ends with it, however the program ends.
        return try await body()
    }

    private func tryLock() async throws -> Bool {
        try await rows("select pg_try_advisory_lock($1) as held", [.integer(Self.lockKey)]).first?.boolean("held")
            ?? false
    }

    private func holder() async throws -> String {
        // As the login itself, which may see more of other sessions than the owner of the schema.
        let login = try await Session.open(connectionString, report: report)
        let result = try await login.query(
            """
            select format('pid %s, %s, for %s', a.pid, a.usename, date_trunc('second', now() - a.backend_start)) as holder
            from pg_locks as l
            join pg_stat_activity as a on a.pid = l.pid
            where l.locktype = 'advisory' and l.granted and l.objid = $1::bigint::oid
                and l.database = (select d.oid from pg_database as d where d.datname = current_database())
            """,
            [.integer(Self.lockKey)]
        )
        await login.close()
        return try result.first?.text("holder") ?? "it has just finished; try again"
    }
}
