import Foundation
import Testing

@testable import Migrator

/// `up` against a real PostgreSQL.
@Suite(.enabled(if: ScratchDatabase.serverURL != nil))
struct DeploymentTests {
    @Test func up_freshDatabase_thenAgain_isUpToDate() async throws {
        try await ScratchDatabase.with { scratch in
            #expect(try await scratch.plan().pending.count == 1)
            try await scratch.up()
            try await scratch.up()
            #expect(try await scratch.plan().isEmpty)
            #expect(try await scratch.value("select public.one()") == "1")
            #expect(try await scratch.value("select count(*) from migrator.migrations") == "1")
        }
    }

    @Test func up_editedMigration_changesNothing() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.up()
            try scratch.write("migrations/0001_first.sql", "create table public.others (id int);")
            try scratch.write("migrations/0002_second.sql", "create table public.more (id int);")
            let failure = await #expect(throws: MigratorFailure.self) { try await scratch.up() }
            #expect(failure?.exitCode == 4)
            #expect(try await scratch.value("select to_regclass('public.more')") == nil)
        }
    }

    @Test func up_numberBelowTheLastApplied_isRefused() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("migrations/0003_third.sql", "select 1;")
            try await scratch.up()
            try scratch.write("migrations/0002_second.sql", "select 1;")
            let failure = await #expect(throws: MigratorFailure.self) { try await scratch.up() }
            #expect(failure?.exitCode == 4)
        }
    }

    @Test func up_databaseNewerThanTheFiles_isRefused() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("migrations/0002_second.sql", "select 1;")
            try await scratch.up()
            try FileManager.default.removeItem(at: scratch.directory.appending(path: "migrations/0002_second.sql"))
            let failure = await #expect(throws: MigratorFailure.self) { try await scratch.up() }
            #expect(failure?.description.contains("the database is newer") == true)
        }
    }

    @Test func up_migrationFailsInTheMiddle_leavesThePreviousOne() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("migrations/0002_second.sql", "create table public.half (id int);\nselect nonsense;")
            let failure = await #expect(throws: MigratorFailure.self) { try await scratch.up() }
            #expect(failure?.exitCode == 8)
            #expect(failure?.description.contains("migrations/0002_second.sql:2: [42703]") == true)
            #expect(try await scratch.value("select to_regclass('public.half')") == nil)
            #expect(
                try await scratch.value("select count(*) from migrator.migrations") == "0", "it was rehearsed first")
            #expect(await scratch.upFailure(.init(rehearses: false))?.exitCode == 8)
            #expect(try await scratch.value("select max(number) from migrator.migrations") == "1")
            #expect(try await scratch.value("select to_regclass('public.half')") == nil)
        }
    }

    @Test func up_oneFunctionFails_noneIsReplaced() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.up()
            try scratch.write(
                "functions/shared/one.sql",
                "create or replace function public.one() returns int language sql as 'select 2';"
            )
            try scratch.write("functions/shared/two.sql", "create or replace function nonsense")
            await #expect(throws: MigratorFailure.self) { try await scratch.up() }
            #expect(try await scratch.value("select public.one()") == "1")
        }
    }

    @Test func up_changedFunction_isReappliedAlone() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.up()
            try scratch.write(
                "functions/shared/one.sql",
                "create or replace function public.one() returns int language sql as 'select 2';"
            )
            #expect(try await scratch.plan().changed.map(\.file.path) == ["functions/shared/one.sql"])
            try await scratch.up()
            #expect(try await scratch.value("select public.one()") == "2")
        }
    }

    @Test func up_fiveAtOnce_applyOnce() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("migrations/0002_slow.sql", "select pg_sleep(0.2); create table public.slow (id int);")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<5 { group.addTask { try await scratch.up() } }
                try await group.waitForAll()
            }
            #expect(try await scratch.value("select count(*) from migrator.migrations") == "2")
        }
    }

    @Test func up_lockHeld_givesUpAndSaysWhoHoldsIt() async throws {
        try await ScratchDatabase.with { scratch in
            let other = try await scratch.connect()
            try await other.holdingLock(waitSeconds: 0) {
                let failure = await #expect(throws: MigratorFailure.self) { try await scratch.up(lockWait: 0) }
                #expect(failure?.exitCode == 7)
                #expect(failure?.description.contains("pid") == true)
            }
            await other.close()
        }
    }

    @Test func up_reference_seesTheSettings_everyTime() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                "seed/reference.sql",
                "insert into public.things values (current_setting('mami.delivery_slot_hours')::int) on conflict do nothing;"
            )
            try await scratch.up(.init(settings: [("mami.delivery_slot_hours", "3")]))
            try await scratch.up(.init(settings: [("mami.delivery_slot_hours", "3")]))
            #expect(try await scratch.value("select string_agg(id::text, ',') from public.things") == "3")
        }
    }
}
