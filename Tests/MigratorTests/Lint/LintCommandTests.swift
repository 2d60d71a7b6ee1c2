import Foundation
import Testing

@testable import Migrator

/// `migrator lint` as the shell sees it.
@Suite(.enabled(if: BuiltMigrator.isBuilt))
struct LintCommandTests {
    private static let bad = ["migrations/0002_bad.sql": "-- Bad.\ntruncate store.things;\ndrop type store.color;\n"]

    private struct Summary: Decodable {
        let exitCode: Int
        let status: String
        let result: Result

        struct Result: Decodable {
            let files: Int
            let findings: [Finding]
        }

        struct Finding: Decodable {
            let file: String
            let line: Int
            let rule: String
            let message: String
        }
    }

    @Test func lint_clean_exits0() async throws {
        try await RepositoryFolder.with(LintShop.files) { folder in
            let run = try await BuiltMigrator.run(["lint"], directory: folder.path(percentEncoded: false))
            #expect(run.status == 0)
            #expect(run.output == "lint: 3 files, nothing found\n")
            #expect(run.errors.isEmpty)
        }
    }

    @Test func lint_finding_exits5AndNamesTheLine() async throws {
        try await RepositoryFolder.with(LintShop.files.merging(Self.bad) { $1 }) { folder in
            let run = try await BuiltMigrator.run(["lint"], directory: folder.path(percentEncoded: false))
            #expect(run.status == 5)
            let lines = run.output.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.first?.hasPrefix("db/migrations/0002_bad.sql:2: [truncate] ") == true)
            #expect(lines.last?.hasPrefix("db/migrations/0002_bad.sql:3: [drop-object] ") == true)
            #expect(run.errors == "migrator: lint: 2 findings in 1 file\n")
        }
    }

    @Test func lint_json_isOneObject() async throws {
        try await RepositoryFolder.with(LintShop.files.merging(Self.bad) { $1 }) { folder in
            let run = try await BuiltMigrator.run(
                ["lint", "--json", "db/migrations"], directory: folder.path(percentEncoded: false))
            #expect(run.status == 5)
            #expect(run.errors.isEmpty)
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let summary = try decoder.decode(Summary.self, from: Data(run.output.utf8))
            #expect(summary.exitCode == 5)
            #expect(summary.status == "lint or plpgsql_check")
            #expect(summary.result.files == 2)
            #expect(summary.result.findings.map(\.rule) == ["truncate", "drop-object"])
            #expect(summary.result.findings.map(\.line) == [2, 3])
            #expect(
                summary.result.findings.allSatisfy { $0.file == "db/migrations/0002_bad.sql" && !$0.message.isEmpty })
        }
    }

    @Test(
        arguments: [
            (["db/functions"], 0), (["db/migrations/0001_base.sql"], 0), (["db/migrations/0002_bad.sql"], 5),
            (["db"], 5),
            (["db/migrations/0009_none.sql"], 1), (["elsewhere"], 1), (["--db-dir", "elsewhere"], 1),
        ] as [([String], Int32)])
    func lint_paths_select(_ arguments: [String], _ status: Int32) async throws {
        try await RepositoryFolder.with(LintShop.files.merging(Self.bad) { $1 }) { folder in
            let run = try await BuiltMigrator.run(["lint"] + arguments, directory: folder.path(percentEncoded: false))
            #expect(run.status == status)
        }
    }

    @Test func lint_fileThatIsNoText_isUsage() async throws {
        try await RepositoryFolder.with(LintShop.files) { folder in
            try Data([0xFF, 0xFE]).write(to: folder.appending(path: "db/migrations/0002_bytes.sql"))
            let run = try await BuiltMigrator.run(["lint"], directory: folder.path(percentEncoded: false))
            #expect(run.status == 1)
            #expect(run.errors == "migrator: db/migrations/0002_bytes.sql cannot be read as UTF-8\n")
        }
    }

    @Test func lint_rules_listsThem() async throws {
        try await RepositoryFolder.with([:]) { _ in
            let run = try await BuiltMigrator.run(
                ["lint", "--rules"], directory: FileManager.default.temporaryDirectory.path(percentEncoded: false))
            #expect(run.status == 0)
            let ids = run.output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
            #expect(ids == LintRules.all.map { $0.id })
        }
    }
}
