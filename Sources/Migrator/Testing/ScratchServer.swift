import Foundation
import Postgres
import Synchronization

/// A server on which databases are made for tests and taken away again. Their names are this run's own, so that two runs on
/// one server never meet.
final class ScratchServer: Sendable {
    /// What the names of all databases of this run begin with.
    let prefix: String
    private let connectionString: String
    private let admin: Connection
    private let databases = Mutex<[String]>([])

    private init(connectionString: String, admin: Connection) {
        prefix = "mami_test_" + UUID().uuidString.prefix(8).lowercased()
        self.connectionString = connectionString
        self.admin = admin
    }

    /// Connects.
    /// - Throws: `MigratorFailure` `unreachable`; `usage` when the login is no superuser: nobody else can install the
    ///   extensions that the tests need.
    static func connect(_ connectionString: String, report: Report) async throws -> ScratchServer {
        let admin = try await Session.open(
            connectionString, settings: [("client_min_messages", "warning")], report: report)
        let login = try await admin.query("select rolname, rolsuper from pg_roles where rolname = current_user").first
        guard try login?.boolean("rolsuper") == true else {
            await admin.close()
            let name = try login?.text("rolname") ?? "this login"
            throw MigratorFailure.usage(
                "\(name) may not create databases with extensions: tests need a superuser of a server that may be littered; name one with --server or TEST_DATABASE_URL"
            )
        }
        return ScratchServer(connectionString: connectionString, admin: admin)
    }

    /// How to reach a database of this server, as the superuser.
    func connectionString(of database: String) throws -> String {
        do {
            return try ConnectionParameters.connectionString(connectionString, database: database)
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable(error.message)
        }
    }

    /// Connects to a database of this server, as the superuser.
    func connect(to database: String, report: Report) async throws -> Connection {
        try await Session.open(
            connectionString(of: database),
            settings: [("client_min_messages", "warning")],
            report: report
        )
    }

    /// The environment in which a program of PostgreSQL finds the server.
    var environment: [String: String] {
        get async throws { try await admin.environment }
    }

    /// A name for a database of this run, which will be dropped with the others.
    func name(_ suffix: String) -> String {
        let name = "\(prefix)_\(suffix)"
        databases.withLock { $0.append(name) }
        return name
    }

    /// Makes an empty database of this name.
    func createEmpty(_ database: String) async throws {
        try await execute("create database \(database) template template0")
    }

    /// Copies a database to which nobody is connected, with the rights on the database itself, which PostgreSQL does not
    /// copy.
    func copy(_ template: String, to suffix: String) async throws -> String {
        let database = name(suffix)
        try await execute("create database \(database) template \(template)")
        try await execute("revoke all on database \(database) from public")
        let grants = try await rows(
            """
            select format(
                'grant %s on database %I to %s', a.privilege_type, $2::text,
                case when a.grantee = 0 then 'public' else quote_ident(a.grantee::regrole::text) end
            ) as statement
            from pg_database as d
            cross join lateral aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) as a
            where d.datname = $1
            """,
            [.text(template), .text(database)]
        )
        for grant in grants { try await execute(grant.text("statement") ?? "") }
        return database
    }

    /// Takes a database away, whoever is connected to it.
    func drop(_ database: String) async throws {
        try await execute("drop database if exists \(database) with (force)")
        databases.withLock { $0.removeAll { $0 == database } }
    }

    /// Takes away what is left of this run, and ends the connection. Failures are warnings: the run has its own result.
    func close(_ report: Report) async {
        // The template last: a copy that is being made holds it.
        for database in databases.withLock({ Array($0.reversed()) }) {
            do {
                try await drop(database)
            } catch {
                report.warning("the database \(database) is left over: \(error)")
            }
        }
        await admin.close()
    }

    /// Ends all sessions of this run, so that whoever waits for one goes on.
    func endSessions(_ report: Report) async {
        let connection = try? await Session.open(connectionString, report: report)
        _ = try? await connection?.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where starts_with(datname, $1)",
            [.text(prefix)]
        )
        await connection?.close()
    }

    private func execute(_ sql: String) async throws {
        _ = try await rows(sql)
    }

    /// Rows of a statement of our own, which has no reason to fail but a lost connection or a full disk.
    private func rows(_ sql: String, _ parameters: [Value] = []) async throws -> QueryResult {
        do {
            return try await admin.query(sql, parameters)
        } catch let error as PostgresError where error.kind == .server {
            throw MigratorFailure.failed("\(error.message)\(error.sqlState.map { " [\($0)]" } ?? "")")
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable(error.message)
        }
    }
}
