import Foundation
import Testing

@testable import Migrator

/// The built program: exit codes, `--json`, `--help`, configuration.
@Suite(.enabled(if: ScratchDatabase.serverURL != nil))
struct ProgramTests {
    private struct Summary: Decodable {
        let command: String
        let exitCode: Int32
        let error: String?
    }

    /// A state of database and files, and what the program says of it.
    struct Story: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let status: Int32
        let arguments: [String]
        var prepare: @Sendable (ScratchDatabase) async throws -> Void = { _ in }
    }

    private static let stories = [
        Story(testDescription: "clean", status: 0, arguments: ["up"]),
        Story(testDescription: "usage", status: 1, arguments: ["up", "--to", "7"]),
        Story(testDescription: "pending", status: 2, arguments: ["status", "--check"]),
        Story(testDescription: "drift", status: 3, arguments: ["drift"]) { scratch in
            try await scratch.up()
            try await scratch.execute("create or replace function public.one() returns int language sql as 'select 3'")
        },
        Story(testDescription: "history does not match", status: 4, arguments: ["up"]) { scratch in
            try await scratch.up()
            try scratch.write("migrations/0001_first.sql", "select 1;")
        },
        Story(testDescription: "a body that does not fit", status: 5, arguments: ["up"]) { scratch in
            try scratch.write(
                "functions/a/f.sql",
                "create or replace function public.f() returns int language sql as 'select nonsense';")
        },
        Story(testDescription: "privileges", status: 6, arguments: ["verify"]) { scratch in
            try await scratch.up()
            try await scratch.execute("grant execute on function public.one to public")
        },
        Story(testDescription: "failed, rolled back", status: 8, arguments: ["up"]) { scratch in
            try scratch.write("migrations/0002_second.sql", "select nonsense;")
        },
        Story(testDescription: "failed, not rolled back", status: 9, arguments: ["up"]) { scratch in
            try scratch.write("migrations/0002_second.sql", "-- migrator: no-transaction\nselect nonsense;")
        },
    ]

    @Test(arguments: stories)
    func exitCode_isTheDocumentedOne_inTextAndJSON(_ story: Story) async throws {
        try await ScratchDatabase.with { scratch in
            try await story.prepare(scratch)
            let run = try await BuiltMigrator.run(
                story.arguments + [
                    "--json", "--database-url", scratch.url, "--role", "postgres", "--db-dir",
                    scratch.directory.path(percentEncoded: false),
                ])
            #expect(run.status == story.status, "\(run.output)\(run.errors)")
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            let summary = try decoder.decode(Summary.self, from: Data(run.output.utf8))
            #expect(summary.command == story.arguments[0])
            #expect(summary.exitCode == story.status)
            #expect((summary.error == nil) == (story.status == 0))
        }
    }

    @Test func exitCode_lockHeldByAnotherMigrator_is7() async throws {
        try await ScratchDatabase.with { scratch in
            let other = try await scratch.connect()
            try await other.holdingLock(waitSeconds: 0) {
                let run = try await scratch.migrator("up", "--lock-wait", "0")
                #expect(run.status == 7)
            }
            await other.close()
        }
    }

    @Test func exitCode_unreachable_is10_andHidesThePassword() async throws {
        let run = try await BuiltMigrator.run(
            ["status", "--db-dir", "/tmp"],
            environment: ["DATABASE_URL": "postgresql://me:hid@den-secret@127.0.0.1:1/x"])
        #expect(run.status == 1, "the folder comes first")
        try await ScratchDatabase.with { scratch in
            let run = try await BuiltMigrator.run(
                ["status", "--db-dir", scratch.directory.path(percentEncoded: false)],
                environment: ["DATABASE_URL": "postgresql://me:hid@den-secret@127.0.0.1:1/x"])
            #expect(run.status == 10)
            #expect(!(run.output + run.errors).contains("den-secret"))
        }
    }

    @Test(arguments: [
        [], ["--help"], ["no-such-command"], ["up", "--no-such-option"], ["down", "0"], ["repair", "--reason", "x"],
    ])
    func arguments_wrong_areUsage(_ arguments: [String]) async throws {
        let run = try await BuiltMigrator.run(arguments)
        #expect(run.status == (arguments == ["--help"] || arguments.isEmpty ? 0 : 1), "\(run.errors)")
    }

    @Test func help_ofEveryCommand_showsAnExample() {
        #expect(Migrator.configuration.subcommands.count > 5)
        for command in Migrator.configuration.subcommands {
            #expect(command.helpMessage().contains("migrator "), "\(command)")
            #expect(command.configuration.discussion.contains("Example"), "\(command)")
        }
        for status in ExitStatus.allCases {
            #expect(Migrator.helpMessage().contains("\(status.rawValue) \(status.summary)"))
        }
    }

    @Test func configuration_dotEnv_isReadInTheWorkingDirectory() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(".env", "DATABASE_URL=\(scratch.url)\n")
            let run = try await BuiltMigrator.run(
                ["up", "--role", "postgres", "--db-dir", "."], directory: scratch.directory.path(percentEncoded: false))
            #expect(run.status == 0, "\(run.errors)")
            let other = try await BuiltMigrator.run(
                ["up", "--role", "postgres", "--db-dir", "."], environment: ["PGHOST": "127.0.0.1", "PGPORT": "1"],
                directory: scratch.directory.path(percentEncoded: false))
            #expect(other.status == 10, "libpq's own variables win over the file")
        }
    }

    @Test func dryRun_printsTheSQL_andRunsNothing() async throws {
        try await ScratchDatabase.with { scratch in
            let run = try await scratch.migrator("up", "--dry-run")
            #expect(run.status == 0)
            #expect(
                run.output.contains(
                    "begin;\nset local lock_timeout = '2s';\ncreate table public.things (id int primary key);"))
            #expect(run.output.contains("create or replace function public.one()"))
            #expect(try await scratch.value("select to_regclass('public.things')") == nil)
            // It is what it says: psql can run it.
            try await scratch.execute("set client_min_messages = warning; " + run.output)
            #expect(try await scratch.value("select public.one()") == "1")
        }
    }

    @Test func rehearse_doesEverything_andLeavesNoTrace() async throws {
        try await ScratchDatabase.with { scratch in
            #expect(try await scratch.migrator("rehearse").status == 0)
            #expect(try await scratch.value("select to_regclass('public.things')") == nil)
            try scratch.write("migrations/0002_second.sql", "select nonsense;")
            #expect(try await scratch.migrator("rehearse").status == 8)
        }
    }
}
