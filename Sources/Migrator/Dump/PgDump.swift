import Foundation
import Postgres

/// PostgreSQL's own `pg_dump`, which knows every kind of object of its version.
struct PgDump: Sendable {
    let path: String

    /// Finds it in `PATH`, else where Debian puts it, the newest version first.
    /// - Throws: `MigratorFailure` `usage` when there is none.
    static func find(path: String? = ProcessInfo.processInfo.environment["PATH"]) throws -> PgDump {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let folders =
            (path ?? "").split(separator: ":").map(String.init)
            + versions.sorted { $0.compare($1, options: .numeric) == .orderedDescending }
            .map { "/usr/lib/postgresql/\($0)/bin" }
        guard
            let found = folders.map({ "\($0)/pg_dump" }).first(where: {
                FileManager.default.isExecutableFile(atPath: $0)
            })
        else { throw MigratorFailure.usage("pg_dump is not found, neither in PATH nor in /usr/lib/postgresql") }
        return PgDump(path: found)
    }

    /// Runs it. The connection travels in the environment, as other users of the machine can read a command line.
    /// - Throws: `MigratorFailure` with what it says when it fails.
    func run(_ arguments: [String], connectionString: String) async throws -> String {
        let place: [String: String]
        do {
            place = try ConnectionParameters(connectionString, applicationName: "mami-migrator").environment()
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable(error.message)
        }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(place) { $1 }
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        let complaints = Pipe()
        process.standardOutput = output
        process.standardError = complaints
        do {
            try process.run()
        } catch {
            throw MigratorFailure.usage("\(path) cannot be started: \(error.localizedDescription)")
        }
        // Both at once: a program whose one pipe is full waits, and never closes the other.
        async let text = Self.contents(of: output)
        async let complaint = Self.contents(of: complaints)
        let (said, complained) = await (text, complaint)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw MigratorFailure.failed(complained.split(separator: "\n").joined(separator: "\n"))
        }
        return said
    }

    private static func contents(of pipe: Pipe) async -> String {
        let handle = pipe.fileHandleForReading
        return await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(returning: String(decoding: handle.readDataToEndOfFile(), as: UTF8.self))
            }
        }
    }
}
