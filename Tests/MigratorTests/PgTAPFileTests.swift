import Foundation
import Postgres
import Testing

@testable import Migrator

/// pgTAP files, and what may stand in them.
struct PgTAPFileTests {
    @Test func include_isReplacedByItsStatements_eachWithItsPlace() async throws {
        let files = [
            "fixture.psql": "-- why\nselect 1;\n\\ir deeper/two.psql\n",
            "deeper/two.psql": "select 2;",
            "cart/a.sql": "begin;\n\\ir ../fixture.psql\n\nselect '\\set';\n-- here\nselect 4;\nrollback;\n",
        ]
        try await TemporaryFolder.with(files) { folder in
            let script = try PsqlScript(folder.appending(path: "cart/a.sql"), path: "tests/cart/a.sql")
            #expect(
                script.statements.map { "\($0.path):\($0.line): \($0.sql.words.joined(separator: " "))" } == [
                    "tests/cart/a.sql:1: begin", "tests/fixture.psql:2: select 1",
                    "tests/deeper/two.psql:1: select 2", "tests/cart/a.sql:4: select '\\set'",
                    "tests/cart/a.sql:6: select 4", "tests/cart/a.sql:7: rollback",
                ])
        }
    }

    @Test(arguments: [
        ("begin;\n\\set a 1\nrollback;", "a.sql:2: \\set is a command of psql"),
        ("begin;\nselect 1 \\gexec\nrollback;", "a.sql:2: \\gexec is a command of psql"),
        ("begin;\n\\ir missing.psql\nrollback;", "a.sql:2: missing.psql cannot be read"),
        ("begin;\n\\ir a.sql\nrollback;", "files that include each other"),
        ("select 1;", "begins with begin; and ends with rollback;"),
        ("begin;\nselect 1;", "begins with begin; and ends with rollback;"),
        ("begin;\nselect 1;\ncommit;\nbegin;\nrollback;", "a.sql:3: commit inside of a test's transaction"),
    ])
    func file_notOfOurForm_isRefused(_ text: String, _ complaint: String) async throws {
        try await TemporaryFolder.with(["a.sql": text]) { folder in
            let failure = #expect(throws: MigratorFailure.self) {
                try PgTAPFile(folder.appending(path: "a.sql"), path: "a.sql")
            }
            #expect(failure?.exitCode == 1)
            #expect(failure?.description.contains(complaint) == true, "\(failure?.description ?? "")")
        }
    }

    /// Runs a file with a plan of two against a real PostgreSQL, in a transaction of its own and inside of another, which
    /// must find nothing of it afterwards.
    private static func outcomes(_ statements: String) async throws -> [TestOutcome] {
        let text = "begin;\nselect tap.plan(2);\ncreate table public.half ();\n\(statements)\nrollback;\n"
        var outcomes: [TestOutcome] = []
        try await TemporaryFolder.with(["a.sql": text]) { folder in
            try await ScratchDatabase.with { scratch in
                let file = try PgTAPFile(folder.appending(path: "a.sql"), path: "a.sql")
                let connection = try await Connection.connect(
                    ConnectionParameters(
                        scratch.url, applicationName: "test", settings: [("search_path", "tap, pg_catalog")]))
                try await connection.execute(script: "create schema tap; create extension pgtap schema tap")
                outcomes.append(try await file.run(in: connection))
                #expect(
                    try await connection.query("select to_regclass('public.half') as half").first?.text("half") == nil)
                try await connection.execute(script: "begin; create table public.kept ()")
                // Twice: the first leaves nothing behind that the second would meet.
                outcomes.append(try await file.run(in: connection, insideTransaction: true))
                outcomes.append(try await file.run(in: connection, insideTransaction: true))
                let tables = try await connection.query(
                    "select string_agg(relname, ',') as names from pg_class where relname in ('half', 'kept')")
                #expect(try tables.first?.text("names") == "kept")
                await connection.close()
            }
        }
        return outcomes
    }

    @Test(
        .enabled(if: ScratchDatabase.serverURL != nil),
        arguments: [
            ("select ok(true, 'one');\nselect ok(true, 'two');", 2, []),
            ("select is(1, 2, 'one');\nselect ok(true, 'two');", 1, ["not ok 1 - one|have: 1|want: 2"]),
            ("select ok(true, 'one');", 1, ["planned 2 tests, ran 1"]),
            (
                "select ok(true, 'one');\n\nselect\n    nonsense;", 1,
                ["a.sql:7: [42703] column \"nonsense\" does not exist"]
            ),
            ("select ok(true, 'one');\nselect 1 / 0;", 1, ["a.sql:5: [22012] division by zero"]),
        ])
    func run_ownTransactionOrAnothers_sameOutcome(_ statements: String, _ passed: Int, _ failures: [String])
        async throws
    {
        let outcomes = try await Self.outcomes(statements)
        #expect(outcomes.count == 3)
        for outcome in outcomes {
            #expect(outcome.passed == passed)
            #expect(outcome.failures.map { ([$0.test] + $0.diagnostics).joined(separator: "|") } == failures)
        }
    }
}
