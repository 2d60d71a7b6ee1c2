import Testing

@testable import Migrator

/// What was changed by hand.
@Suite(.enabled(if: ScratchDatabase.serverURL != nil))
struct DriftTests {
    private static let file = "functions/a/f.sql"
    private static let text = """
        create or replace function public.f(p_id int)
            returns int
            language plpgsql
            immutable
        as $$
        -- What it does.
        begin
            return p_id;
        end;
        $$;

        comment on function public.f(int) is 'f';

        """
    private static let mend = """
        create or replace function public.f(p_id int) returns int language plpgsql immutable as $x$
        -- What it does.
        begin
            return p_id + 1;
        end;
        $x$
        """

    @Test func function_editedInPsql_isShownAsADiffAndAdopted() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(Self.file, Self.text)
            try await scratch.up()
            #expect(try await scratch.migrator("drift").status == 0)
            try await scratch.execute(Self.mend)
            let drift = try await scratch.migrator("drift")
            #expect(drift.status == 3)
            #expect(drift.output.contains("-    return p_id;\n+    return p_id + 1;\n"))
            #expect(try await scratch.migrator("status", "--check").status == 3)

            #expect(try await scratch.migrator("adopt", "public.f").status == 0)
            #expect(try await scratch.migrator("drift").status == 0)
            #expect(try scratch.text(Self.file) == Self.text.replacing("return p_id;", with: "return p_id + 1;"))
            #expect(try await scratch.plan().isEmpty)
            #expect(
                try await scratch.value("select command || ' ' || detail from migrator.journal")
                    == "adopt function public.f")
        }
    }

    @Test func function_moreThanItsBodyEdited_isAdoptedWhole() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(Self.file, Self.text)
            try scratch.write(
                "functions/a/v.sql",
                "create or replace view public.v as select 1 as a;\ncomment on view public.v is 'v';\n")
            try await scratch.up()
            try await scratch.execute(Self.mend.replacing("immutable", with: "stable cost 7"))
            try await scratch.execute("create or replace view public.v as select 2 as a")
            #expect(try await scratch.migrator("adopt", "public.f").status == 0)
            #expect(try await scratch.migrator("adopt", "public.v").status == 0)
            #expect(try await scratch.migrator("drift").status == 0)
            #expect(try scratch.text(Self.file).contains("COST 7"))
            #expect(try scratch.text(Self.file).hasSuffix("comment on function public.f(int) is 'f';\n"))
            #expect(try scratch.text("functions/a/v.sql").hasSuffix("comment on view public.v is 'v';\n"))
            #expect(try await scratch.plan().isEmpty)
        }
    }

    @Test func up_overAnEditedFunction_isRefusedUnlessTheFileHoldsTheSame() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(Self.file, Self.text)
            try await scratch.up()
            try await scratch.execute(Self.mend)
            try scratch.write(Self.file, Self.text.replacing("return p_id;", with: "return p_id + 2;"))
            let failure = await scratch.upFailure()
            #expect(failure?.exitCode == 3)
            #expect(failure?.description.contains("function public.f") == true)
            #expect(try await scratch.value("select public.f(1)") == "2")

            // The mend has come into the file.
            try scratch.write(Self.file, Self.text.replacing("return p_id;", with: "return p_id + 1;"))
            #expect(try await scratch.migrator("drift").status == 0)
            try await scratch.up()

            try await scratch.execute(Self.mend.replacing("+ 1", with: "+ 7"))
            try await scratch.up(.init(overwritesDrift: true))
            #expect(try await scratch.value("select public.f(1)") == "2")
        }
    }

    @Test func objects_droppedOrAddedByHand_areFound() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(Self.file, Self.text)
            try await scratch.up()
            try await scratch.execute("drop function public.f; create view public.stray as select 1 as a")
            let drift = try await scratch.migrator("drift", "--json")
            #expect(drift.status == 3)
            #expect(drift.output.contains("\"kind\":\"dropped\",\"object\":\"function public.f\""))
            #expect(drift.output.contains("\"kind\":\"unknown\",\"object\":\"view public.stray\""))
        }
    }

    @Test func verify_findsEachKind() async throws {
        try await ScratchDatabase.with { scratch in
            try scratch.write(Self.file, Self.text)
            try scratch.write(
                "migrations/0002_log.sql",
                """
                create table public.log (at timestamptz not null) partition by range (at);
                create table public.log_default partition of public.log default;
                create table public.log_now partition of public.log for values from ('2000-01-01') to ('2100-01-01');
                """)
            try await scratch.execute("create extension plpgsql_check")
            try await scratch.up()
            let clean = try await scratch.migrator("verify")
            #expect(clean.status == 0, "\(clean.output)")

            try await scratch.execute(Self.mend.replacing("p_id + 1", with: "(select nonsense)"))
            try await scratch.execute(
                "grant select on public.things to public; drop table public.log_now; insert into public.log values (now())"
            )
            try scratch.write("migrations/0001_first.sql", "create table public.things (id bigint primary key);")
            let run = try await scratch.migrator("verify")
            #expect(run.status == 4)
            for finding in [
                "0001_first.sql was edited", "function public.f: edited", "public.log: no partition from 20",
                "public.log_default: rows have fallen", "revoke select on table public.things from public;",
                "functions/a/f.sql:8: public.f: column \"nonsense\" does not exist",
            ] {
                #expect(run.output.contains(finding), "\(finding) in \(run.output)")
            }
        }
    }
}
