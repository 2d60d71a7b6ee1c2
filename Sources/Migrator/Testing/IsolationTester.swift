import Fleet
import Foundation

/// PostgreSQL's isolationtester, and where its reports are kept.
struct IsolationTester: Sendable {
    private let program: String
    /// The folder into which reports are written, to become `expected/` once they have been read.
    let keep: URL?

    /// Finds the program: `ISOLATIONTESTER`, or the one that Debian's postgresql-server-dev or postgresql package has
    /// beside PGXS.
    /// - Throws: `MigratorFailure` `usage` when it is not there.
    init(_ environment: Environment, keep: String?) async throws {
        self.keep = keep.map { URL(filePath: $0, directoryHint: .isDirectory) }
        if let path = environment["ISOLATIONTESTER"] {
            program = path
        } else {
            let pgxs = try await ChildProcess.run("pg_config", ["--pgxs"]).output.split(whereSeparator: \.isNewline)
            let makefiles = URL(filePath: String(pgxs.first ?? "")).deletingLastPathComponent()
            program = makefiles.appending(path: "../../src/test/isolation/isolationtester").standardized.path(
                percentEncoded: false)
        }
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw MigratorFailure.usage("\(program): no isolationtester here; name it with ISOLATIONTESTER")
        }
        if let keep, !FileManager.default.fileExists(atPath: keep) {
            throw MigratorFailure.usage("\(keep): no such folder")
        }
    }

    /// What it reports of a spec.
    func run(_ spec: URL, in database: String, of server: ScratchServer) async throws -> String {
        // The server and the password come through the environment, which other users cannot read.
        try await ChildProcess.run(
            program,
            ["dbname=\(database)"],
            environment: server.environment.filter { $0.key != "PGDATABASE" && $0.key != "PGAPPNAME" },
            input: spec.path(percentEncoded: false)
        ).output
    }
}
