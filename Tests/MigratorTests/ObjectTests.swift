import Testing

@testable import Migrator

/// Functions, views and triggers: how `up` puts the new in the place of the old.
@Suite(.enabled(if: ScratchDatabase.serverURL != nil))
struct ObjectTests {
    private static func function(_ head: String, _ body: String = "begin return 1; end") -> String {
        "create or replace function public.\(head) language plpgsql as $$\n\(body)\n$$;"
    }

    @Test func order_viewsAndSQLBodies_standBehindWhatTheyNeed() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                "functions/a/first.sql", "create or replace view public.first as select a from public.zebra(1) as a;")
            try scratch.write(
                "functions/a/second.sql",
                "create or replace function public.second() returns bigint begin atomic select count(*) from public.first; end;"
            )
            try scratch.write("functions/z/zebra.sql", Self.function("zebra(p int) returns int"))
            try await scratch.up()
            #expect(try await scratch.value("select public.second()") == "1")
        }
    }

    @Test func order_circle_isRefusedByName() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                "functions/a/ying.sql", "create or replace view public.ying as select * from public.yang;")
            try scratch.write(
                "functions/a/yang.sql", "create or replace view public.yang as select * from public.ying;")
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 1)
            #expect(failure?.description.contains("public.yang → public.ying → public.yang") == true)
        }
    }

    @Test func returnType_changed_isRefusedWithTheExactDropAndItsDependents() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("functions/a/f.sql", Self.function("f(p_id int) returns int"))
            try scratch.write("functions/a/v.sql", "create or replace view public.v as select public.f(1) as x;")
            try scratch.write(
                "functions/a/w.sql", "create or replace view public.w as select v.x, public.f(2) as y from public.v;")
            try scratch.write("functions/a/g.sql", Self.function("g() returns int", "begin return public.f(1); end"))
            try await scratch.up()
            try scratch.write("functions/a/f.sql", Self.function("f(p_id int) returns bigint"))
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 8)
            for part in [
                "functions/a/f.sql", "drop function public.f(integer);", "depends on it: view public.v",
                "called by public.g()", "-- migrator: replaces public.f(integer)",
            ] {
                #expect(failure?.description.contains(part) == true, "\(part)")
            }
            #expect(try await scratch.value("select pg_typeof(public.f(1))") == "integer")

            try scratch.write(
                "functions/a/f.sql",
                "-- migrator: replaces public.f(integer)\n" + Self.function("f(p_id int) returns bigint"))
            try await scratch.up()
            #expect(
                try await scratch.value("select pg_typeof(x) || ', ' || pg_typeof(y) from public.w") == "bigint, bigint"
            )
            #expect(try await scratch.plan().isEmpty)
        }
    }

    @Test func parameter_added_isRefused_andTheOrphanIsNeverLeftBehind() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("functions/a/f.sql", Self.function("f(p_id int) returns int"))
            try await scratch.up()
            let new = Self.function("f(p_id int, p_name text default null) returns int")
            try scratch.write("functions/a/f.sql", new)
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 8)
            #expect(failure?.description.contains("drop function public.f(integer);") == true)
            #expect(try await scratch.value("select count(*) from pg_proc where proname = 'f'") == "1")

            try scratch.write("functions/a/f.sql", "-- migrator: replaces public.f( integer )\n" + new)
            try await scratch.up()
            #expect(
                try await scratch.value(
                    "select string_agg(oidvectortypes(proargtypes), ';') from pg_proc where proname = 'f'")
                    == "integer, text")
        }
    }

    /// A function file as the shop writes them: nothing but `create` knows the parameters.
    private static func bareFile(_ head: String) -> String {
        function(head) + """

            comment on function public.f is 'One.';
            revoke all on function public.f from public;
            grant execute on function public.f to pg_monitor;
            """
    }

    @Test func parameter_addedToABareFile_isRefusedWithTheExactDrop_andGoesThroughWithReplaces() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("functions/a/f.sql", Self.bareFile("f(p_id int) returns int"))
            try await scratch.up()
            #expect(
                try await scratch.value("has_function_privilege('pg_monitor', 'public.f(int)', 'execute')") == "true")

            // With a default, a call by one argument is ambiguous too while both stand.
            let new = Self.bareFile("f(p_id int, p_name text default null) returns int")
            try scratch.write("functions/a/f.sql", new)
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 8)
            for part in [
                "functions/a/f.sql", "is not unique", "drop function public.f(integer);",
                "-- migrator: replaces public.f(integer)",
            ] {
                #expect(failure?.description.contains(part) == true, "\(part): \(failure?.description ?? "")")
            }
            let signatures =
                "select string_agg(p.oid::regprocedure::text, '; ') from pg_proc as p where p.proname = 'f'"
            #expect(try await scratch.value(signatures) == "f(integer)")

            try scratch.write("functions/a/f.sql", "-- migrator: replaces public.f(integer)\n" + new)
            try await scratch.up()
            #expect(try await scratch.value(signatures) == "f(integer,text)")
            #expect(
                try await scratch.value("has_function_privilege('pg_monitor', 'public.f(int, text)', 'execute')")
                    == "true")
            #expect(try await scratch.value("obj_description('public.f(int, text)'::regprocedure)") == "One.")
            #expect(try await scratch.plan().isEmpty)
        }
    }

    @Test func callOfTwoFunctions_inAView_isTheViewsError_andAsksForNoDrop() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                "functions/a/v.sql",
                "create or replace view public.v as select pg_catalog.generate_series(null, null) as a;")
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 8)
            #expect(failure?.description.contains("functions/a/v.sql:1") == true, "\(failure?.description ?? "")")
            #expect(failure?.description.contains("replaces") == false)
        }
    }

    @Test func view_columnsTaken_isRefused_unlessReplaced() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("functions/a/v.sql", "create or replace view public.v as select 1 as a, 2 as b;")
            try await scratch.up()
            let new = "create or replace view public.v as select 1 as a;"
            try scratch.write("functions/a/v.sql", new)
            #expect(await scratch.upFailure()?.description.contains("drop view public.v;") == true)
            try scratch.write("functions/a/v.sql", "-- migrator: replaces public.v\n" + new)
            try await scratch.up()
        }
    }

    @Test func function_madeByNoFile_isRefused() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.up()
            try await scratch.execute("create function public.stray(int) returns int language sql as 'select 1'")
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 3)
            #expect(failure?.description.contains("drop function public.stray(integer);") == true)
        }
    }

    @Test func function_overloadMadeByHand_isRefused() async throws {
        try await ScratchDatabase.with { scratch in
            try await scratch.up()
            try await scratch.execute("create function public.one(int) returns int language sql as 'select 1'")
            #expect(await scratch.upFailure()?.description.contains("drop function public.one(integer);") == true)
        }
    }

    @Test func file_removed_isRefusedUntilAMigrationDropsWhatItMade() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("functions/a/f.sql", Self.function("f() returns int"))
            try await scratch.up()
            try scratch.remove("functions/a/f.sql")
            #expect(await scratch.upFailure()?.exitCode == 3)
            try scratch.write("migrations/0002_drop.sql", "drop function public.f();")
            try await scratch.up()
            #expect(
                try await scratch.value("select count(*) from migrator.objects where path = 'functions/a/f.sql'") == "0"
            )
            #expect(try await scratch.plan().isEmpty)
        }
    }

    @Test func column_droppedThatAFunctionUses_failsInTheGate_andNothingChanges() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                "functions/a/f.sql",
                "-- why\n"
                    + Self.function(
                        "f() returns int", "begin\n    return (select max(t.id) from public.things as t);\nend"))
            try await scratch.execute("create extension plpgsql_check")
            try await scratch.up()
            try scratch.write("migrations/0002_drop.sql", "alter table public.things drop column id;")
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 5)
            #expect(failure?.description.contains("functions/a/f.sql:4: public.f: column t.id does not exist") == true)
            #expect(try await scratch.value("select max(number) from migrator.migrations") == "1")
            #expect(
                try await scratch.value("select count(*) from information_schema.columns where table_name = 'things'")
                    == "1")
        }
    }

    @Test func column_droppedWithoutARehearsal_staysPendingUntilTheGatesPass() async throws {
        try await ScratchDatabase.with { scratch in
            let text = Self.function(
                "f() returns int", "begin\n    return (select max(t.id) from public.things as t);\nend")
            try scratch.write("functions/a/f.sql", text)
            try await scratch.execute("create extension plpgsql_check")
            try await scratch.up()
            try scratch.write("migrations/0002_drop.sql", "alter table public.things drop column id;")
            let failure = await scratch.upFailure(.init(rehearses: false))
            #expect(failure?.exitCode == 5)
            #expect(failure?.description.contains("migrations/0002_drop.sql of this run stand") == true)
            #expect(try await scratch.migrator("status", "--check").status == 2)
            #expect(await scratch.upFailure()?.exitCode == 5, "it says so until it is mended")
            try scratch.write("functions/a/f.sql", text.replacing("max(t.id)", with: "count(*)"))
            try await scratch.up()
            #expect(try await scratch.plan().isEmpty)
        }
    }

    @Test func replaces_ofAnotherSignature_leavesTheGateClosed() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write("functions/a/f.sql", Self.function("f(p int) returns int"))
            try await scratch.up()
            try scratch.write(
                "functions/a/f.sql", "-- migrator: replaces public.f()\n" + Self.function("f(p int) returns bigint"))
            #expect(await scratch.upFailure()?.exitCode == 8)
        }
    }

    @Test func sqlFunction_whoseBodyDoesNotFit_failsInTheGate() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                "functions/a/f.sql",
                "create or replace function public.f() returns int language sql as 'select nonsense';")
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 5)
            #expect(failure?.description.contains("public.f: column \"nonsense\" does not exist") == true)
        }
    }

    @Test func privileges_missingAndExtra_areNamedWithTheStatementThatMendsThem() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                "functions/a/f.sql",
                Self.function("f(p timestamptz, q public.things) returns int")
                    + "\ngrant execute on function public.f(timestamptz, public.things) to pg_monitor;")
            try scratch.write(
                "grants.sql",
                "grant select (id) on public.things to pg_monitor;\ngrant usage on schema public to public, pg_monitor;\ngrant create on schema public to pg_monitor; revoke create on schema public from pg_monitor;"
            )
            try await scratch.execute("revoke all on schema public from public")
            try await scratch.up()
            try await scratch.execute(
                "revoke execute on function public.f from pg_monitor; grant select on public.things to public; grant execute on function public.one to pg_monitor with grant option"
            )
            let wrong = try await scratch.withSession { session, files in
                try await PrivilegeManifest(session: session, files: files).findings()
            }
            #expect(
                wrong == [
                    "grant execute on function public.f(timestamp with time zone,public.things) to pg_monitor;",
                    "revoke execute on function public.one() from pg_monitor;",
                    "revoke select on table public.things from public;",
                ])
            #expect(await scratch.upFailure()?.exitCode == 6)
            try scratch.write("functions/a/g.sql", Self.function("g() returns int"))
            #expect(await scratch.upFailure()?.exitCode == 6)
            #expect(try await scratch.value("select count(*) from pg_proc where proname = 'g'") == "0")
        }
    }

    @Test func trigger_new_doesNotTouchTheOthers() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(
                "functions/a/t.sql",
                "create or replace function public.t() returns trigger language plpgsql as $$ begin return null; end $$;"
            )
            let one =
                "create or replace trigger one after insert on public.things for each row execute function public.t();"
            try scratch.write("triggers.sql", one)
            try await scratch.up()
            try scratch.write(
                "triggers.sql",
                "-- a comment\n\(one)\n\ncreate or replace trigger two after update on public.things for each row execute function public.t();"
            )
            #expect(try await scratch.plan().changed.map(\.name) == ["two on public.things"])
            try await scratch.up()
            try await scratch.execute("drop trigger one on public.things")
            #expect(try await scratch.plan().changed.map(\.name) == ["one on public.things"])
            try await scratch.up()
            #expect(try await scratch.value("select count(*) from pg_trigger where not tgisinternal") == "2")
        }
    }

    /// A register with these rows.
    private static func register(_ rows: String) -> String {
        """
        with register (table_name, key_columns, secret_columns, not_audited_because) as (
            values
                \(rows)
        )
        select from register;
        """
    }

    @Test func auditRegister_makesFourTriggersATable_andDropsNoneByItself() throws {
        let file = SQLFile(
            path: "audit.sql",
            text: Self.register("('things', '{a_id,b_id}', '{hash}', null), ('copies', null, null, 'a copy')"))
        let triggers = try AuditRegister.triggers(file)
        #expect(
            triggers.map(\.name) == ["insert", "update", "delete", "truncate"].map { "audit_\($0) on store.things" })
        #expect(triggers[1].file.text.contains("audit.record_update('{a_id,b_id}', '{hash}')"))
        #expect(triggers.allSatisfy { $0.schema == "store" })
    }

    @Test(arguments: [
        "('things', null, null, null)", "('things', null, null, '')", "('things', '{a}')", "(1, '{a}', '{}', null)",
    ])
    func auditRegister_rowThatSaysNothing_isRefused(_ row: String) {
        #expect(throws: MigratorFailure.self) {
            try AuditRegister.triggers(SQLFile(path: "audit.sql", text: Self.register(row)))
        }
    }
}
