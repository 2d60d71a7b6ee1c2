import Foundation
import Postgres

/// A concurrency test: what two or more sessions do to each other, in the language of PostgreSQL's own isolationtester
/// (src/test/isolation/README), with the report that is expected of it.
struct IsolationSpec: Sendable {
    /// As it is shown to people.
    let path: String
    private var file: URL { URL(filePath: path) }
    /// The file's name without its ending.
    var name: String { file.deletingPathExtension().lastPathComponent }
    /// `expected/NAME.out` beside the spec.
    private var expected: URL { file.deletingLastPathComponent().appending(path: "expected/\(name).out") }
    /// `shop.psql` beside the spec: what every spec finds in its database.
    private var shop: URL { file.deletingLastPathComponent().appending(path: "shop.psql") }

    /// The specs of a folder, in the order of their names.
    static func all(in folder: String) -> [IsolationSpec] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".spec") }.sorted().map { IsolationSpec(path: folder + "/" + $0) }
    }

    /// Runs the spec in a database of its own, to which nobody else is connected.
    func run(in database: String, of server: ScratchServer, with tool: IsolationTester) async throws -> TestOutcome {
        let start = ContinuousClock.now
        var outcome = TestOutcome(path: path)
        if let failure = try await openShop(in: database, of: server) {
            outcome.failures = [failure]
        } else {
            let output = try await tool.run(file, in: database, of: server)
            if let keep = tool.keep {
                try output.write(to: keep.appending(path: name + ".out"), atomically: true, encoding: .utf8)
            }
            compare(output, &outcome)
        }
        outcome.milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
        return outcome
    }

    private func compare(_ output: String, _ outcome: inout TestOutcome) {
        guard let text = try? String(contentsOf: expected, encoding: .utf8) else {
            outcome.failures = [
                TestOutcome.Failure(
                    test: "there is no expected/\(name).out; read this report, and if it is right, keep it with --keep",
                    diagnostics: output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                )
            ]
            return
        }
        let diff = UnifiedDiff(from: text, to: output, labels: ("expected/\(name).out", "this run"))
        if diff.isEmpty {
            outcome.passed = 1
        } else {
            outcome.failures = [
                TestOutcome.Failure(
                    test: "another report than expected",
                    diagnostics: diff.text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
                )
            ]
        }
    }

    /// Loads the shop.
    private func openShop(in database: String, of server: ScratchServer) async throws -> TestOutcome.Failure? {
        guard FileManager.default.fileExists(atPath: shop.path(percentEncoded: false)) else { return nil }
        let script = try PsqlScript(shop, path: shop.relativePath)
        let connection = try await server.connect(to: database, report: Report(command: "test", isJSON: true))
        defer { Task { await connection.close() } }
        for statement in script.statements {
            do {
                _ = try await connection.query(statement.sql.text)
            } catch let error as PostgresError {
                return TestOutcome.Failure(statement, error)
            }
        }
        return nil
    }
}
