import Fleet
import Foundation
import Postgres
import Testing

@testable import Migrator

/// `migrator test`, the built program, against a real PostgreSQL.
@Suite(.enabled(if: ScratchDatabase.serverURL != nil))
struct TestCommandTests {
    /// What `--json` shows, as far as it matters here.
    private struct Answer: Decodable {
        struct Failure: Decodable {
            let test: String
            let diagnostics: [String]
        }
        struct File: Decodable {
            let path: String
            let passed: Int
            let failures: [Failure]
        }
        struct Part: Decodable, Equatable {
            let count: Int
            let ran: Int
            let percent: Double
        }
        struct Function: Decodable {
            let function: String
            let statements: Part
            let branches: Part
            let missedLines: [Int]
        }
        struct Result: Decodable {
            let passed: Int
            let failed: Int
            let files: [File]
            let coverage: [Function]
            let unmeasured: [String]
        }
        let exitCode: Int32
        let error: String?
        let result: Result?

        init(_ output: String) throws {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            self = try decoder.decode(Self.self, from: Data(output.utf8))
        }
    }

    /// A schema with one function in PL/pgSQL, whose body has an if with two ways, and one in SQL.
    private static let schema = [
        "migrations/0001_first.sql": "create schema api;",
        "functions/shared/sign.sql": """
        create or replace function api.sign(p_number int) returns text language plpgsql as $$
        begin
            if p_number < 0 then
                return 'minus';
            else
                return 'plus';
            end if;
        end;
        $$;
        revoke all on function api.sign(int) from public;
        """,
        "functions/shared/one.sql":
            "create or replace function api.one() returns int language sql as 'select 1'; revoke all on function api.one() from public;",
        "tests/fixture.psql": "set local search_path = tap, pg_catalog;",
    ]

    /// A test file with the fixture in front.
    private static func test(_ statements: String) -> String {
        "begin;\n\\ir fixture.psql\n\(statements)\nrollback;\n"
    }

    private static func run(_ folder: URL, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        try await ChildProcess.run(
            BuiltMigrator.path,
            [
                "test", "--db-dir", folder.path(percentEncoded: false), "--server", ScratchDatabase.serverURL ?? "",
                "--role", "postgres",
            ]
                + arguments
        )
    }

    /// Runs it on the schema and these files.
    private static func answer(_ files: [String: String], _ arguments: [String] = []) async throws -> Answer {
        var output = ""
        try await TemporaryFolder.with(schema.merging(files) { $1 }) { folder in
            output = try await run(folder, ["--json"] + arguments).output
        }
        return try Answer(output)
    }

    @Test func test_allPass_isCleanAndMeasuresCoverage() async throws {
        let answer = try await Self.answer([
            "tests/sign.sql": Self.test("select plan(1);\nselect is(api.sign(-1), 'minus', 'below zero');")
        ])
        #expect(answer.exitCode == 0)
        #expect(answer.result?.passed == 1)
        // The block, the if and the first return ran; the second did not. Of the two ways one was taken.
        let sign = try #require(answer.result?.coverage.first { $0.function == "api.sign" })
        #expect(sign.statements == Answer.Part(count: 4, ran: 3, percent: 75))
        #expect(sign.branches == Answer.Part(count: 2, ran: 1, percent: 50))
        #expect(sign.missedLines == [6])
        #expect(answer.result?.unmeasured == ["api.one"])
    }

    @Test func test_coverageBelowTheMinimum_isRefused() async throws {
        let half = ["tests/sign.sql": Self.test("select plan(1);\nselect is(api.sign(-1), 'minus', 'below zero');")]
        let refused = try await Self.answer(half, ["--min-coverage", "75.1"])
        #expect(refused.exitCode == 11)
        #expect(refused.error?.contains("api.sign") == true)
        #expect(try await Self.answer(half, ["--min-coverage", "75"]).exitCode == 0)
    }

    @Test(arguments: [
        ("select plan(2);\nselect is(1, 2, 'one is two');\nselect ok(true);", "not ok 1 - one is two", 1),
        ("select plan(2);\nselect ok(true);", "planned 2 tests, ran 1", 1),
        ("select plan(2);\nselect ok(true);\nselect nonsense;\nselect ok(true);", "a.sql:5: [42703]", 1),
        ("select plan(2);\nselect ok(true);\nselect 'Bail out!  enough';\nselect ok(true);", "Bail out!  enough", 1),
    ])
    func test_somethingFails_isElevenAndNamed(_ statements: String, _ failure: String, _ passed: Int) async throws {
        let answer = try await Self.answer([
            "tests/a.sql": Self.test(statements), "tests/b.sql": Self.test("select plan(1); select ok(true);"),
        ])
        #expect(answer.exitCode == 11)
        #expect(answer.result?.failed == 1)
        #expect(answer.result?.passed == passed + 1)
        let file = try #require(answer.result?.files.first)
        #expect(file.path.hasSuffix("/tests/a.sql"))
        #expect(file.failures.count == 1)
        #expect(file.failures.first?.test.contains(failure) == true, "\(file.failures.first?.test ?? "")")
    }

    @Test func test_commandOfPsql_isUsage_andNothingRuns() async throws {
        let answer = try await Self.answer(["tests/a.sql": "begin;\n\\set x 1\nrollback;\n"])
        #expect(answer.exitCode == 1)
        #expect(answer.error?.contains("tests/a.sql:2: \\set is a command of psql") == true)
    }

    @Test func test_noTests_isUsage() async throws {
        #expect(try await Self.answer(["tests/a.txt": ""]).exitCode == 1)
        #expect(try await Self.answer([:], ["no/such/folder"]).exitCode == 1)
    }

    @Test func test_brokenMigration_failsAsUpDoes() async throws {
        let answer = try await Self.answer([
            "migrations/0002_bad.sql": "select nonsense;", "tests/a.sql": Self.test(""),
        ])
        #expect(answer.exitCode == 8)
        #expect(answer.error?.contains("migrations/0002_bad.sql:1") == true)
    }

    @Test func test_loginWithoutRights_isUsage() async throws {
        try await ScratchDatabase.with { scratch in
            let name = "tester_" + UUID().uuidString.prefix(8).lowercased()
            try await scratch.run("create role \(name) login password 'x'")
            let url = (ScratchDatabase.serverURL ?? "").replacing(/\/\/[^@]*@/, with: "//\(name):x@")
            try await TemporaryFolder.with(Self.schema.merging(["tests/a.sql": Self.test("")]) { $1 }) { folder in
                let answer = try await Self.run(folder, ["--server", url])
                #expect(answer.status == 1)
                #expect(answer.output.contains("\(name) may not create databases"))
            }
            try await scratch.run("drop role \(name)")
        }
    }

    @Test func test_lastLine_isTheCounts_alsoWhenSomethingFails() async throws {
        let files = ["tests/a.sql": Self.test("select plan(2);\nselect ok(true);\nselect ok(false, 'never');")]
        try await TemporaryFolder.with(Self.schema.merging(files) { $1 }) { folder in
            let answer = try await Self.run(folder, [])
            #expect(answer.status == 11)
            #expect(answer.output.hasSuffix("\n1 passed, 1 failed\n"))
            #expect(
                answer.output.contains(
                    "FAILED \(folder.path(percentEncoded: false))tests/a.sql\n    not ok 2 - never\n"))
        }
    }

    @Test func test_inParallel_countsAsOneJobDoes() async throws {
        // Each file commits nothing and would fail if it met another's table.
        let files = Dictionary(
            uniqueKeysWithValues: (1...12).map { number in
                (
                    "tests/t\(number).sql",
                    Self.test(
                        "select plan(2);\ncreate table public.once ();\nselect is(api.sign(\(number % 2 - 1)), 'plus', 'a');\nselect ok(true);"
                    )
                )
            })
        try await TemporaryFolder.with(Self.schema.merging(files) { $1 }) { folder in
            var answers: [Answer] = []
            for jobs in ["1", "4"] {
                let output = try await Self.run(folder, ["--json", "--jobs", jobs]).output
                answers.append(try Answer(output))
            }
            #expect(answers.map(\.exitCode) == [11, 11])
            #expect(answers.map { $0.result?.passed } == [18, 18])
            #expect(answers.map { $0.result?.failed } == [6, 6])
            #expect(answers.map { $0.result?.files.map(\.path) }[0] == answers.map { $0.result?.files.map(\.path) }[1])
            #expect(answers[0].result?.coverage.first?.statements == answers[1].result?.coverage.first?.statements)
        }
    }

    @Test func test_ended_itsDatabasesAreGone() async throws {
        // The test fails with the name of its database.
        let answer = try await Self.answer([
            "tests/a.sql": Self.test("select plan(1);\nselect is(current_database()::text, 'x', 'name');")
        ])
        let have = try #require(answer.result?.files.first?.failures.first?.diagnostics.first)
        let prefix = try #require(have.firstMatch(of: /mami_test_[0-9a-f]{8}/)).output
        try await ScratchDatabase.with { scratch in
            let left = try await scratch.value(
                "select count(*) from pg_database where starts_with(datname, '\(prefix)')")
            #expect(left == "0")
        }
    }

    @Test func test_spec_isComparedWithItsReport() async throws {
        let spec = "session a\nstep one { select 1 as one; }\npermutation one\n"
        let report =
            "Parsed test spec with 1 sessions\n\nstarting permutation: one\nstep one: select 1 as one;\none\n---\n  1\n(1 row)\n\n"
        let files = ["tests/isolation/one.spec": spec, "tests/isolation/shop.psql": "create table public.shop ();"]
        let same = try await Self.answer(
            files.merging(["tests/isolation/expected/one.out": report]) { $1 }, ["--isolation"])
        #expect(same.exitCode == 0, "\(same.result?.files.first?.failures.first?.diagnostics ?? [])")
        #expect(same.result?.passed == 1)

        let other = try await Self.answer(
            files.merging(["tests/isolation/expected/one.out": report.replacing("  1\n", with: "  2\n")]) { $1 },
            ["--isolation"]
        )
        #expect(other.exitCode == 11)
        #expect(other.result?.files.first?.failures.first?.diagnostics.contains("-  2") == true)
        #expect(other.result?.files.first?.failures.first?.diagnostics.contains("+  1") == true)
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func test_interrupted_takesItsDatabasesAway(_ number: Int32) async throws {
        let marker = UUID().uuidString
        let files = ["tests/a.sql": Self.test("select plan(1);\nselect pg_sleep(60), '\(marker)';")]
        try await TemporaryFolder.with(Self.schema.merging(files) { $1 }) { folder in
            try await ScratchDatabase.with { scratch in
                let process = Process()
                process.executableURL = URL(filePath: BuiltMigrator.path)
                process.arguments = [
                    "test", "--db-dir", folder.path(percentEncoded: false), "--server", ScratchDatabase.serverURL ?? "",
                    "--role",
                    "postgres",
                ]
                process.standardError = FileHandle.nullDevice
                try process.run()
                let sleeping =
                    "select datname from pg_stat_activity where query like '%\(marker)%' and query not like '%like%'"
                var database: String?
                for _ in 0..<600 where database == nil {
                    database = try await scratch.value(sleeping)
                    try await Task.sleep(for: .milliseconds(50))
                }
                kill(process.processIdentifier, number)
                for _ in 0..<200 where process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
                #expect(!process.isRunning)
                #expect(process.terminationStatus == 128 + number)
                let prefix = try #require(database).split(separator: "_").prefix(3).joined(separator: "_")
                #expect(
                    try await scratch.value("select count(*) from pg_database where starts_with(datname, '\(prefix)')")
                        == "0")
            }
        }
    }
}
