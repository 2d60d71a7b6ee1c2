import Testing

@testable import Migrator

/// Commands that change the ledger itself.
@Suite(.enabled(if: ScratchDatabase.serverURL != nil))
struct LedgerTests {
    private static let second = "migrations/0002_second.sql"

    @Test func down_productionDatabase_isRefused() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("migrations/0001_first.down.sql", "drop table public.things;")
            try await scratch.up()
            let run = try await scratch.migrator("down")
            #expect(run.status == 1)
            #expect(run.errors.contains("not for development"))
            #expect(try await scratch.value("select to_regclass('public.things') is not null") == "true")
            #expect(try await scratch.migrator("redo").status == 1)
        }
    }

    @Test func down_andRedo_onADevelopersDatabase() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(Self.second, "create table public.more (id int);")
            try scratch.write("migrations/0002_second.down.sql", "drop table public.more;")
            #expect(try await scratch.migrator("up", "--development").status == 0)
            #expect(try await scratch.migrator("down").status == 0)
            #expect(try await scratch.value("select to_regclass('public.more')") == nil)
            #expect(try await scratch.plan().pending.map(\.number) == [2])
            try await scratch.up()
            // The edited text is what `redo` applies.
            try await scratch.execute("insert into public.more values (1)")
            #expect(try await scratch.migrator("redo").status == 0)
            #expect(try await scratch.value("select count(*) from public.more") == "0")
            try await scratch.execute("create or replace function public.one() returns int language sql as 'select 3'")
            #expect(try await scratch.migrator("down").status == 3, "a mend by hand would be forgotten")
            try await scratch.up(.init(overwritesDrift: true))
            let stuck = try await scratch.migrator("down", "2")
            #expect(stuck.status == 1)
            #expect(stuck.errors.contains("0001_first.sql has no way back"))
        }
    }

    @Test func baseline_takesOverAnExistingDatabase() async throws {
        try await ScratchDatabase.with { scratch in
            #expect(
                try await scratch.migrator("baseline", "--to", "1", "--reason", "x").status == 1, "nothing is there")
            try await scratch.execute("create table public.things (id int primary key)")
            #expect(try await scratch.migrator("up").status == 8)
            #expect(try await scratch.migrator("baseline", "--to", "1", "--reason", "was there").status == 0)
            #expect(try await scratch.migrator("up").status == 0)
            #expect(try await scratch.value("select public.one()") == "1")
            #expect(
                try await scratch.value("select reason from migrator.journal where command = 'baseline'") == "was there"
            )
            #expect(try await scratch.migrator("baseline", "--to", "1", "--reason", "again").status == 4)
        }
    }

    @Test func repair_acceptsAnEditedFile_andForgetsAMissingOne() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(Self.second, "select 1;")
            try await scratch.up()
            try scratch.write("migrations/0001_first.sql", "create table public.things (id int, primary key (id));")
            try scratch.remove(Self.second)
            #expect(try await scratch.migrator("up").status == 4)
            #expect(try await scratch.migrator("repair", "--accept", "1", "--reason", "means the same").status == 0)
            #expect(try await scratch.migrator("repair", "--forget", "2", "--reason", "did nothing").status == 0)
            #expect(try await scratch.migrator("repair", "--forget", "2", "--reason", "again").status == 1)
            #expect(try await scratch.migrator("up").status == 0)
            #expect(
                try await scratch.value("select count(*) from migrator.journal where done_by = session_user") == "2")
        }
    }

    @Test func repair_settlesAStep() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(Self.second, "-- migrator: no-transaction\nvacuum nonsense;")
            #expect(try await scratch.migrator("up").status == 9)
            #expect(try await scratch.migrator("repair", "--step-done", "2", "--reason", "not needed").status == 0)
            #expect(try await scratch.migrator("up").status == 0)
        }
    }

    @Test func ledger_ofTheFirstMigrator_isBroughtUpToDate() async throws {
        try await ScratchDatabase.with { scratch in
            // What the first version left: no definitions, and checksums that counted comments.
            try scratch.write(
                "migrations/0001_first.sql", "create table public.things (id int primary key); -- all of it\n")
            try await scratch.up()
            try await scratch.execute(
                """
                drop table migrator.steps, migrator.journal, migrator.database;
                alter table migrator.objects drop column definition;
                insert into migrator.objects (path, checksum) values ('triggers.sql', 'x');
                update migrator.migrations set checksum = encode(sha256(convert_to(
                    'create table public.things (id int primary key); -- all of it' || chr(10), 'UTF8')), 'hex');
                """)
            let plan = try await scratch.plan()
            #expect(plan.problems.isEmpty)
            #expect(plan.changed.map(\.name) == ["public.one"])
            try await scratch.up()
            #expect(try await scratch.plan().isEmpty)
            #expect(
                try await scratch.value(
                    "select string_agg(path, ',') from migrator.objects where definition is not null")
                    == "functions/shared/one.sql")
        }
    }
}
