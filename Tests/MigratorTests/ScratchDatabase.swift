import Foundation
import Postgres
import Testing

@testable import Migrator

/// A database and a folder of SQL files of a test's own, gone afterwards.
struct ScratchDatabase {
    /// A superuser's URL of a scratch cluster.
    static let serverURL = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"]

    let url: String
    let directory: URL

    /// A database with the files of one table and one function. Nobody may execute a new function, as in the real one.
    static func with(_ body: (ScratchDatabase) async throws -> Void) async throws {
        let name = "migrator_" + UUID().uuidString.prefix(8).lowercased()
        let server = serverURL ?? ""
        let admin = try await Connection.connect(ConnectionParameters(server, applicationName: "test"))
        try await admin.execute(script: "create database \(name) template template0")
        let directory = FileManager.default.temporaryDirectory
            // A blank and a letter beyond ASCII, as a clone's path may have.
            .appending(path: "mé n shop-" + name, directoryHint: .isDirectory)
        let scratch = ScratchDatabase(
            url: server.replacing(/\/[^\/]*$/, with: "/\(name)"),
            directory: directory
        )
        try await scratch.execute("alter default privileges revoke execute on functions from public")
        try scratch.write("migrations/0001_first.sql", "create table public.things (id int primary key);")
        try scratch.write(
            "functions/shared/one.sql",
            "create or replace function public.one() returns int language sql as 'select 1';")
        do {
            try await body(scratch)
        } catch {
            try? FileManager.default.removeItem(at: directory)
            try? await admin.execute(script: "drop database \(name) with (force)")
            throw error
        }
        try FileManager.default.removeItem(at: directory)
        try await admin.execute(script: "drop database \(name) with (force)")
    }

    /// Puts a file into the folder.
    func write(_ path: String, _ text: String) throws {
        let file = directory.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
    }

    /// Takes a file out of the folder.
    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: directory.appending(path: path))
    }

    /// What is in a file of the folder.
    func text(_ path: String) throws -> String {
        try String(contentsOf: directory.appending(path: path), encoding: .utf8)
    }

    /// A session as the role postgres, whose report is silent.
    func connect() async throws -> Session {
        try await Session.connect(url, role: "postgres", report: Report(command: "test", isJSON: true))
    }

    /// Runs the body with a session and the files as they are now.
    func withSession<Result>(_ body: (Session, SchemaFiles) async throws -> Result) async throws -> Result {
        let session = try await connect()
        do {
            let result = try await body(session, try SchemaFiles(directory: directory.path(percentEncoded: false)))
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }

    /// `migrator up`, as the role postgres.
    func up(_ options: Deployment.Options = .init(), lockWait: Int = 30) async throws {
        try await withSession { session, files in
            try await session.holdingLock(waitSeconds: lockWait) {
                try await Deployment(session: session, files: files, options: options).up()
            }
        }
    }

    /// How `migrator up` fails.
    func upFailure(
        _ options: Deployment.Options = .init(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async -> MigratorFailure? {
        await #expect(throws: MigratorFailure.self, sourceLocation: sourceLocation) { try await up(options) }
    }

    /// What `migrator status` would say.
    func plan() async throws -> Plan {
        try await withSession { session, files in try await Deployment(session: session, files: files).plan() }
    }

    /// Runs a script by a session of its own.
    func execute(_ sql: String) async throws {
        let connection = try await Connection.connect(ConnectionParameters(url, applicationName: "test"))
        try await connection.execute(script: sql)
        await connection.close()
    }

    /// The built program, on this database and folder.
    func migrator(_ arguments: String..., environment: [String: String] = [:]) async throws -> BuiltMigrator.Run {
        try await BuiltMigrator.run(
            arguments + [
                "--database-url", url, "--role", "postgres", "--db-dir", directory.path(percentEncoded: false),
            ],
            environment: environment)
    }

    /// Runs a statement.
    func run(_ sql: String) async throws {
        let connection = try await Connection.connect(ConnectionParameters(url, applicationName: "test"))
        try await connection.execute(script: sql)
        await connection.close()
    }

    /// One value of a query.
    func value(_ sql: String) async throws -> String? {
        let connection = try await Connection.connect(ConnectionParameters(url, applicationName: "test"))
        let text = try await connection.query("select (\(sql))::text as value").first?.text("value")
        await connection.close()
        return text
    }
}
