import Foundation
import Postgres
import Testing

@testable import Migrator

/// `migrator wait`, the built program.
@Suite(.enabled(if: ScratchDatabase.serverURL != nil), .timeLimit(.minutes(2)))
struct WaitTests {
    private static let server = URL(string: ScratchDatabase.serverURL ?? "")

    /// The server's URL with other parts.
    private static func url(port: UInt16? = nil, login: String? = nil, database: String? = nil) -> String {
        let own = "\(server?.user() ?? ""):\(server?.password() ?? "")"
        let path = database ?? server?.lastPathComponent ?? ""
        return "postgresql://\(login ?? own)@127.0.0.1:\(port ?? UInt16(server?.port ?? 0))/\(path)"
    }

    /// Starts to wait, does something once it has said why it waits, and gives its exit code.
    private static func wait(on url: String, meanwhile: () async throws -> Void) async throws -> Int32 {
        let process = BuiltMigrator.process(["wait", "--timeout", "60", "--database-url", url])
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let reason = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: pipe.fileHandleForReading.availableData) }
        }
        #expect(String(decoding: reason, as: UTF8.self).hasPrefix("waiting: "))
        try await meanwhile()
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                process.waitUntilExit()
                continuation.resume()
            }
        }
        return process.terminationStatus
    }

    @Test func wait_serverAnswers_isClean() async throws {
        let run = try await BuiltMigrator.run(["wait", "--database-url", Self.url()])
        #expect(run.status == 0)
        #expect(run.output.hasPrefix("the database answers"))
    }

    @Test func wait_portOpensLater_isClean() async throws {
        let door = try LateDoor(to: ("127.0.0.1", UInt16(Self.server?.port ?? 0)))
        #expect(try await Self.wait(on: Self.url(port: door.port)) { try door.open() } == 0)
    }

    @Test func wait_databaseIsMadeLater_isClean() async throws {
        let name = "wait_" + UUID().uuidString.prefix(8).lowercased()
        let admin = try await Connection.connect(ConnectionParameters(Self.url(), applicationName: "test"))
        let status = try await Self.wait(on: Self.url(database: name)) {
            try await admin.execute(script: "create database \(name)")
        }
        try await admin.execute(script: "drop database \(name) with (force)")
        #expect(status == 0)
    }

    @Test func wait_nobodyListens_givesUpWhenTheTimeIsOver() async throws {
        let door = try LateDoor(to: ("127.0.0.1", 0))
        let start = ContinuousClock.now
        let run = try await BuiltMigrator.run(
            ["wait", "--timeout", "1", "--database-url", Self.url(port: door.port, login: "nobody:secret")])
        #expect(run.status == 10)
        #expect(ContinuousClock.now - start > .milliseconds(500))
        #expect(run.errors.contains("did not answer within 1.0 seconds"))
        #expect(run.errors.contains("Connection refused"))
        #expect(!(run.output + run.errors).contains("secret"))
    }

    @Test(arguments: [
        (url(login: "nobody_at_all:secret"), "28P01"),
        ("postgresql://nobody:se/cret@127.0.0.1:1/x", "malformed"),
        ("host=127.0.0.1 sslmode=nonsense password=secret", "sslmode"),
        ("service=nowhere password=secret", "nowhere"),
    ])
    func wait_whereWaitingCannotHelp_endsAtOnce(_ url: String, _ reason: String) async throws {
        let run = try await BuiltMigrator.run(["wait", "--timeout", "3600", "--json", "--database-url", url])
        #expect(run.status == 10)
        #expect(run.output.contains(reason))
        #expect(!run.output.contains("cret"))
    }

    @Test func wait_negativeTimeout_isUsage() async throws {
        #expect(try await BuiltMigrator.run(["wait", "--timeout=-1"]).status == 1)
    }
}
