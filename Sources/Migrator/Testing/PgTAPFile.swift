import Foundation
import Postgres

/// A file of pgTAP tests: `begin; … rollback;`.
struct PgTAPFile: Sendable {
    /// As it is shown to people.
    let path: String
    /// Between its `begin` and its `rollback`.
    let statements: [PsqlScript.Statement]
    private static let savepoint = "migrator_test"

    /// Reads a file.
    /// - Throws: `MigratorFailure` `usage` when it cannot be read, uses psql's commands or ends its transaction otherwise.
    init(_ file: URL, path: String) throws {
        self.path = path
        let all = try PsqlScript(file, path: path).statements
        guard all.first?.sql.words == ["begin"], all.last?.sql.words == ["rollback"], all.count >= 2 else {
            throw MigratorFailure.usage("\(path): a test begins with begin; and ends with rollback;")
        }
        statements = Array(all.dropFirst().dropLast())
        let ends: Set = ["begin", "start", "commit", "end", "rollback", "abort", "prepare"]
        for statement in statements {
            let words = statement.sql.words
            let isSavepoint = words.contains("to") || words.contains("savepoint")
            let isPreparedStatement = words.first == "prepare" && words.dropFirst().first != "transaction"
            guard let first = words.first, ends.contains(first), !isSavepoint, !isPreparedStatement else { continue }
            throw MigratorFailure.usage("\(path):\(statement.line): \(first) inside of a test's transaction")
        }
    }

    /// The files of these names, and those below these folders, in the order of their paths. A path is shown as it is named.
    /// - Throws: `MigratorFailure` `usage` as `init`, and for a name that is none.
    static func all(in names: [String]) throws -> [PgTAPFile] {
        var paths: Set<String> = []
        for name in names {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) else {
                throw MigratorFailure.usage("\(name): no such file or folder")
            }
            guard isFolder.boolValue else {
                paths.insert(name)
                continue
            }
            let below = FileManager.default.enumerator(atPath: name)?.compactMap { $0 as? String } ?? []
            let folder = name.hasSuffix("/") ? name : name + "/"
            paths.formUnion(below.filter { $0.hasSuffix(".sql") }.map { folder + $0 })
        }
        return try paths.sorted().map { try PgTAPFile(URL(filePath: $0), path: $0) }
    }

    /// Runs the file and rolls it back, whatever comes of it. pgTAP must be installed, in a schema that the file finds.
    ///
    /// With `insideTransaction` a transaction is open already: a savepoint stands for `begin`, and the way back to it for
    /// `rollback`. What cannot be done in there (`set transaction`, for one) fails the test.
    /// - Throws: `MigratorFailure` `unreachable`. What is wrong with the test is in its outcome.
    func run(in connection: Connection, insideTransaction: Bool = false) async throws -> TestOutcome {
        let start = ContinuousClock.now
        let name = Self.savepoint
        var reader = TAPReader()
        var outcome = TestOutcome(path: path)
        do {
            try await connection.execute(script: insideTransaction ? "savepoint \(name)" : "begin")
            let error = try await run(in: connection, &reader)
            try await connection.execute(
                script: insideTransaction ? "rollback to savepoint \(name); release savepoint \(name)" : "rollback"
            )
            if let error { outcome.failures = [error] } else { reader.finish() }
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable("\(path): \(error.message)")
        }
        outcome.passed = reader.passed
        outcome.failures = reader.failures + outcome.failures
        outcome.milliseconds = Int((ContinuousClock.now - start) / .milliseconds(1))
        return outcome
    }

    /// Runs the statements up to the first that fails.
    private func run(in connection: Connection, _ reader: inout TAPReader) async throws -> TestOutcome.Failure? {
        for statement in statements where !reader.hasBailedOut {
            do {
                for row in try await connection.query(statement.sql.text) {
                    for text in row.texts { reader.read(text) }
                }
            } catch let error as PostgresError where error.kind == .server {
                return TestOutcome.Failure(statement, error)
            }
        }
        return nil
    }
}

extension TestOutcome.Failure {
    /// A statement that the server refused.
    init(_ statement: PsqlScript.Statement, _ error: PostgresError) {
        let line = error.position.map(statement.line(ofCharacter:)) ?? statement.line
        let state = error.sqlState.map { " [\($0)]" } ?? ""
        test = "\(statement.path):\(line):\(state) \(error.message)"
        diagnostics = [error.detail.map { "detail: \($0)" }, error.hint.map { "hint: \($0)" }, error.context]
            .compactMap(\.self)
            .flatMap { $0.split(whereSeparator: \.isNewline).map(String.init) }
    }
}
