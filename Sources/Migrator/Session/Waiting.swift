import Postgres

/// Waits until a database answers: for whoever starts it and the migrator at the same time.
struct Waiting: Sendable {
    let connectionString: String
    let limit: Duration
    let report: Report
    /// Of one try: longer than a host that swallows all packets takes libpq (`tcp_user_timeout`), so that the next host of a
    /// list has its turn; and not for ever, for a server that accepts and then says nothing.
    private static let longestTry = Duration.seconds(15)

    /// Returns once a statement has been answered. Between two tries it sleeps for a random while, so that many who wait do
    /// not come back at once. Each new reason for waiting is reported.
    /// - Throws: `MigratorFailure` `unreachable` when the time is over, or when waiting cannot help.
    func untilAnswered() async throws {
        let deadline = ContinuousClock.now + limit
        var lastReason: String?
        for attempt in 1... {
            do {
                return try await ask(within: min(Self.longestTry, max(.milliseconds(100), deadline - .now)))
            } catch let error as PostgresError {
                guard Self.mayPass(error) else { throw MigratorFailure.unreachable(Self.reason(error)) }
                let pause = Duration.milliseconds(Int.random(in: 50...100) * min(attempt, 10))
                guard ContinuousClock.now + pause < deadline else {
                    throw MigratorFailure(
                        .unreachable, "the database did not answer within \(limit)", ["last: \(Self.reason(error))"])
                }
                if lastReason != Self.reason(error) { report.step("waiting: \(Self.reason(error))") }
                lastReason = Self.reason(error)
                try await Task.sleep(for: pause)
            }
        }
    }

    private func ask(within limit: Duration) async throws {
        let connection = try await Connection.connect(
            ConnectionParameters(connectionString, applicationName: "mami-migrator"), within: limit)
        do {
            _ = try await connection.query("select 1")
            await connection.close()
        } catch {
            await connection.close()
            throw error
        }
    }

    /// Whether another try may go better.
    ///
    /// A login that is refused (class 28: wrong password, `pg_hba.conf`, a role that may not log in) is not mended by waiting:
    /// roles are made once for a cluster, by a person, and each try would be a failed login in the server's log. A database
    /// that is missing (3D000) may be on its way: jobs make one and start their programs side by side. A server that starts up,
    /// recovers or has no connection left (57P03, 53300) says itself that it takes time.
    static func mayPass(_ error: PostgresError) -> Bool {
        error.kind != .unusableParameters && error.sqlState?.errorClass != "28"
    }

    private static func reason(_ error: PostgresError) -> String {
        error.message + (error.sqlState.map { " [\($0)]" } ?? "")
    }
}
