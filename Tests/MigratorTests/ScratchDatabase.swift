import Foundation
import Postgres

@testable import Migrator

/// A database and a folder of SQL files of a test's own, gone afterwards.
struct ScratchDatabase {
    /// A superuser's URL of a scratch cluster.
    static let serverURL = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"]

    let url: String
    let directory: URL

    static func with(_ body: (ScratchDatabase) async throws -> Void) async throws {
        let name = "migrator_" + UUID().uuidString.prefix(8).lowercased()
        let server = serverURL ?? ""
        let admin = try await Connection.connect(ConnectionParameters(server, applicationName: "test"))
        try await admin.execute(script: "create database \(name)")
        let directory = FileManager.default.temporaryDirectory.appending(path: name)
        let scratch = ScratchDatabase(
            url: server.replacing(/\/[^\/]*$/, with: "/\(name)"),
            directory: directory
        )
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

    /// A session as the role postgres, whose report is silent.
    func connect() async throws -> Session {
        try await Session.connect(url, role: "postgres", report: Report(command: "test", isJSON: true))
    }

    /// `migrator up`, as the role postgres.
    func up(settings: [(name: String, value: String)] = [], lockWait: Int = 30) async throws {
        let session = try await connect()
        do {
            let files = try SchemaFiles(directory: directory.path())
            try await session.holdingLock(waitSeconds: lockWait) {
                try await Deployment(session: session, files: files, report: session.report).up(settings: settings)
            }
        } catch {
            await session.close()
            throw error
        }
        await session.close()
    }

    /// What `migrator status` would say.
    func plan() async throws -> Plan {
        let session = try await connect()
        let plan = Plan(files: try SchemaFiles(directory: directory.path()), ledger: try await Ledger.read(session))
        await session.close()
        return plan
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
