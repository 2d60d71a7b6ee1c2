import Foundation
import Postgres
import Testing

@testable import Migrator

/// Migrations without a transaction.
@Suite(.enabled(if: ScratchDatabase.serverURL != nil))
struct StepTests {
    private static let path = "migrations/0002_index.sql"
    private static let head = "-- migrator: no-transaction\n"

    private static func steps(_ scratch: ScratchDatabase) async throws -> String? {
        try await scratch.value(
            "select string_agg(step || case when finished_at is null then ' begun' else ' done' end, ', ' order by step) from migrator.steps"
        )
    }

    @Test func steps_run_areNotedBeforeAndAfter() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                Self.path,
                Self.head
                    + "create index concurrently things_a on public.things (id);\nupdate public.things set id = id;\nvacuum public.things;"
            )
            try await scratch.up()
            #expect(try await Self.steps(scratch) == "1 done, 2 done, 3 done")
            #expect(
                try await scratch.value(
                    "select indisvalid from pg_index where indexrelid = 'public.things_a'::regclass") == "true")
            #expect(try await scratch.plan().isEmpty)
        }
    }

    @Test func step_fails_earlierOnesStandAndTheNextRunGoesOnThere() async throws {
        try await ScratchDatabase.with { scratch in
            let first = "insert into public.things values (1);\n"
            try scratch.write(Self.path, Self.head + first + "\ninsert into public.things\nvalues (nonsense);")
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 9)
            #expect(failure?.description.contains("\(Self.path):5: [42703]") == true, "\(failure?.description ?? "")")
            #expect(failure?.description.contains("1 of 2 steps are done") == true)
            #expect(try await Self.steps(scratch) == "1 done")

            try scratch.write(Self.path, Self.head + first + "insert into public.things values (2);")
            try await scratch.up()
            #expect(try await scratch.value("select string_agg(id::text, ',' order by id) from public.things") == "1,2")
        }
    }

    @Test func step_editedAfterItHadRun_isRefused() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(Self.path, Self.head + "insert into public.things values (1); select nonsense;")
            #expect(await scratch.upFailure()?.exitCode == 9)
            try scratch.write(Self.path, Self.head + "insert into public.things values (2); select 1;")
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 4)
            #expect(failure?.description.contains("step 1 was edited after it had run") == true)
        }
    }

    @Test func index_leftInvalid_isDroppedBeforeTheRetry() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.up()
            try await scratch.execute("insert into public.things values (1), (2)")
            try await scratch.execute(
                "alter table public.things add column kind int; update public.things set kind = 1")
            try scratch.write(
                Self.path, Self.head + "create unique index concurrently things_kind on public.things (kind);")
            #expect(await scratch.upFailure()?.exitCode == 9)
            #expect(
                try await scratch.value(
                    "select indisvalid from pg_index where indexrelid = 'public.things_kind'::regclass") == "false")
            try await scratch.execute("update public.things set kind = id")
            try await scratch.up()
            #expect(
                try await scratch.value(
                    "select indisvalid from pg_index where indexrelid = 'public.things_kind'::regclass") == "true")
        }
    }

    @Test func index_madeButNotNoted_isTakenForDone() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                Self.path, Self.head + "create index concurrently things_a on public.things (id);\nselect nonsense;")
            #expect(await scratch.upFailure()?.exitCode == 9)
            // As if it had been killed between the index and its note.
            try await scratch.execute("update migrator.steps set finished_at = null where step = 1")
            try scratch.write(
                Self.path, Self.head + "create index concurrently things_a on public.things (id);\nselect 1;")
            try await scratch.up()
            #expect(try await Self.steps(scratch) == "1 done, 2 done")
        }
    }

    @Test func rehearsal_stepsAside_andSaysSoWhenSomethingNeedsThem() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                Self.path,
                Self.head
                    + "insert into public.things values (1);\ncreate index concurrently things_a on public.things (id);"
            )
            try scratch.write("migrations/0003_needs.sql", "alter index public.things_a rename to things_b;")
            let run = try await scratch.migrator("up")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.errors.contains("not rehearsed beyond migrations/0002_index.sql"))
        }
    }

    @Test func rehearsal_failureBeforeAStep_stopsEverything() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("migrations/0002_bad.sql", "select nonsense;")
            try scratch.write("migrations/0003_step.sql", Self.head + "vacuum public.things;")
            #expect(try await scratch.migrator("rehearse").status == 8)
            #expect(await scratch.upFailure()?.exitCode == 8)
            #expect(try await scratch.value("select count(*) from migrator.migrations") == "0")
        }
    }

    @Test func migrator_killedInAStep_theNextOneGoesOn() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.up()
            try await scratch.execute("insert into public.things values (1)")
            // A transaction that is open keeps `concurrently` waiting.
            let other = try await Connection.connect(
                ConnectionParameters(scratch.url, applicationName: "old transaction"))
            try await other.execute(script: "begin; update public.things set id = id")
            try scratch.write(
                Self.path,
                Self.head
                    + "insert into public.things values (2);\ncreate index concurrently things_a on public.things (id);"
            )
            try await scratch.killMigrator(["up"]) {
                try await scratch.value("select 1 from pg_index where not indisvalid") == "1"
            }
            #expect(try await Self.steps(scratch) == "1 done, 2 begun")
            // Its session ends only when the server sees that it is gone; until then the index might still come to its end.
            try await scratch.wait {
                try await scratch.value(
                    "select 1 from pg_stat_activity where datname = current_database() and query like 'create index%'")
                    == nil
            }
            try await other.execute(script: "commit")
            await other.close()
            let run = try await scratch.migrator("up")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("dropped the invalid index public.things_a"))
            #expect(try await Self.steps(scratch) == "1 done, 2 done")
            #expect(try await scratch.value("select count(*) from public.things") == "2")
        }
    }

    @Test func migrator_killedInTheMiddleOfAMigration_leavesTheFormerVersion() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.up()
            try scratch.write(Self.path, "create table public.half (id int); select pg_sleep(30);")
            try await scratch.killMigrator(["up", "--no-rehearsal"]) {
                try await scratch.value(
                    "select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'")
                    == "1"
            }
            // The server notices that nobody waits for the statement any more.
            try await scratch.wait {
                try await scratch.value(
                    "select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'")
                    == nil
            }
            #expect(try await scratch.value("select to_regclass('public.half')") == nil)
            #expect(try await scratch.plan().pending.map(\.number) == [2])
        }
    }
}

extension ScratchDatabase {
    /// Waits for a condition, at most 20 seconds.
    func wait(until condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while try await !condition() {
            try #require(ContinuousClock.now < deadline, "the condition did not come true in time")
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Starts the built program and kills it with -9 once the condition holds.
    func killMigrator(_ arguments: [String], when condition: () async throws -> Bool) async throws {
        let process = BuiltMigrator.process(
            arguments + [
                "--database-url", url, "--role", "postgres", "--db-dir", directory.path(percentEncoded: false),
            ])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { kill(process.processIdentifier, SIGKILL) }
        try await wait(until: condition)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
