import Postgres

/// The connection of a command, as the role that owns everything.
struct Session: Sendable {
    let connection: Connection
    /// The login's connection string, for a second session beside this one.
    let connectionString: String
    let report: Report
    /// The key of the advisory lock that one migrator at a time holds: "mami" in ASCII.
    static let lockKey: Int64 = 0x6D61_6D69

    /// Connects and becomes the owner.
    /// - Throws: `MigratorFailure` `unreachable`; `usage` when the role is missing or not ours.
    static func connect(_ connectionString: String, role: String, report: Report) async throws -> Session {
        let connection = try await open(
            connectionString,
            settings: [
                // Whoever waits for a lock makes everybody behind it wait: better to step back and try again.
                ("lock_timeout", "2s"),
                // A statement of a migrator that was killed ends within this time, and its transaction with it.
                ("client_connection_check_interval", "1s"),
                ("client_min_messages", "warning"),
                // Files qualify every name, and definitions are read back as if nothing were in the path.
                ("search_path", "pg_catalog"),
            ],
            report: report
        )
        do {
            _ = try await connection.query("select set_config('role', $1, false)", [.text(role)])
        } catch let error as PostgresError where error.kind == .server {
            await connection.close()
            throw MigratorFailure.usage(
                "cannot act as \(role) (\(error.message)): db/bootstrap.sql makes the roles, and the login must be a member"
            )
        }
        return Session(connection: connection, connectionString: connectionString, report: report)
    }

    /// Connects as the login itself.
    /// - Throws: `MigratorFailure` `unreachable`.
    static func open(
        _ connectionString: String,
        settings: [(name: String, value: String)] = [],
        report: Report
    ) async throws -> Connection {
        do {
            return try await Connection.connect(
                ConnectionParameters(connectionString, applicationName: "mami-migrator", settings: settings),
                onNotice: { report.warning($0) }
            )
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable(error.message)
        }
    }

    /// Runs the body in a transaction.
    func transaction<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await connection.execute(script: "begin")
        do {
            let result = try await body()
            try await connection.execute(script: "commit")
            return result
        } catch {
            try? await connection.execute(script: "rollback")
            throw error
        }
    }

    /// Runs the body in a transaction that is rolled back, whatever comes of it.
    func rehearsal<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await connection.execute(script: "begin")
        do {
            let result = try await body()
            try await connection.execute(script: "rollback")
            return result
        } catch {
            try? await connection.execute(script: "rollback")
            throw error
        }
    }

    /// Rows of a query of our own, which has no reason to fail but a lost connection or a missing right.
    func rows(_ sql: String, _ parameters: [Value] = []) async throws -> QueryResult {
        do {
            return try await connection.query(sql, parameters)
        } catch let error as PostgresError where error.kind == .server {
            throw MigratorFailure.failed("\(error.message)\(error.sqlState.map { " [\($0)]" } ?? "")")
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable(error.message)
        }
    }

    /// Ends the session, and with it its locks.
    func close() async {
        await connection.close()
    }
}
