import Foundation
import Postgres
import Testing

@testable import Migrator

/// A database with the real schema, made as the README says, gone afterwards.
struct ShopDatabase {
    /// The administrator's.
    let url: String
    private let superuserURL: String

    /// The repository's folder `db`.
    static let folder =
        ProcessInfo.processInfo.environment["MAMI_DB_DIR"]
        ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../db").standardized.path(
            percentEncoded: false)

    static func with(_ body: (ShopDatabase) async throws -> Void) async throws {
        let name = "shop_" + UUID().uuidString.prefix(8).lowercased()
        let server = ScratchDatabase.serverURL ?? ""
        let superuserURL = server.replacing(/\/[^\/]*$/, with: "/\(name)")
        let shop = ShopDatabase(
            url: superuserURL.replacing(/\/\/[^@]*@/, with: "//mami_admin:test@"), superuserURL: superuserURL)
        let admin = try await Connection.connect(ConnectionParameters(server, applicationName: "test"))
        do {
            try bootstrap(server, name)
            let run = try await shop.migrator("up")
            #expect(run.status == 0, "\(run.errors)")
            try await body(shop)
        } catch {
            try? await admin.execute(script: "drop database if exists \(name) with (force)")
            throw error
        }
        try await admin.execute(script: "drop database \(name) with (force)")
    }

    /// The built program, as the administrator.
    func migrator(_ arguments: String...) async throws -> BuiltMigrator.Run {
        let folder = arguments.first == "dump" ? [] : ["--db-dir", Self.folder]
        return try await BuiltMigrator.run(arguments + folder, environment: ["DATABASE_URL": url])
    }

    /// One value of a query, as a superuser.
    func value(_ sql: String) async throws -> String? {
        let connection = try await Connection.connect(ConnectionParameters(superuserURL, applicationName: "test"))
        let text = try await connection.query("select (\(sql))::text as value").first?.text("value")
        await connection.close()
        return text
    }

    /// The roles are the cluster's: all tests give them the same passwords.
    private static func bootstrap(_ server: String, _ name: String) throws {
        let psql = Process()
        psql.executableURL = URL(filePath: "/usr/bin/psql")
        psql.arguments = [
            "-qX", "-v", "ON_ERROR_STOP=1", "-v", "database=\(name)", "-v", "admin_password=test", "-v",
            "gateway_password=test", "-f", "\(folder)/bootstrap.sql", server,
        ]
        psql.standardInput = FileHandle.nullDevice
        try psql.run()
        psql.waitUntilExit()
        #expect(psql.terminationStatus == 0)
    }
}
