import Postgres
import Testing

@testable import Migrator

/// What lint says of `alter table`, held against what PostgreSQL does: a rewritten table has another file, and a table that is
/// read through has been scanned once more.
@Suite(.enabled(if: ScratchDatabase.serverURL != nil))
struct RewriteTruthTests {
    private static let actions = [
        "alter name type varchar(20)", "alter name type varchar(5)", "alter name type text", "alter name type char(20)",
        "alter name type varchar", "alter note type varchar", "alter note type varchar(99)",
        "alter note type text using note::text", "alter note type text using upper(note)",
        "alter checked type varchar(20)",
        "alter price type numeric(12, 2)", "alter price type numeric(12, 3)", "alter price type numeric(8, 2)",
        "alter price type numeric", "alter at type timestamptz(6)", "alter at type timestamptz",
        "alter at type timestamptz(1)",
        "alter at type date", "alter letters type text", "alter letters type char(9)", "alter bits type bit varying(8)",
        "alter bits type bit varying", "alter span type interval(6)", "alter span type interval(1)",
        "alter net type inet",
        "alter size type bigint", "alter size type integer", "alter name type varchar(20) collate \"C\"",
        "alter name type varchar(10)", "alter names type text[]", "alter names type varchar(10)[]",
        "alter names type varchar(20)[]",
        "add column a text", "add column a integer not null default 0", "add column a timestamptz default now()",
        "add column a timestamptz default clock_timestamp()", "add column a uuid default gen_random_uuid()",
        "add column a double precision default 1 + random()", "add column a text not null default upper('x')",
        "add column a bigint generated always as identity", "add column a serial",
        "add column a integer generated always as (size * 2) stored", "add column a integer check (a > 0)",
        "add column a integer default 1 check (a > 0)",
        "add column a numeric(12, 2) not null default 0::numeric(12, 2)",
        "set unlogged", "set access method heap", "set (fillfactor = 70)", "set tablespace pg_default",
        "alter size set default 1", "add constraint c check (size > 0)", "add constraint c check (size > 0) not valid",
        "alter size set not null", "alter proven set not null", "alter id set not null",
    ]

    private static let table = """
        create table public.t (
            id integer not null, name varchar(10), note text, checked varchar(10), price numeric(10, 2), at timestamptz(3),
            letters char(5), bits bit varying(4), span interval(3), net cidr, size integer, proven integer, names varchar(10)[],
            constraint checked_given check (length(checked) > 0), constraint proven_given check (proven is not null)
        );
        comment on table public.t is 'Of every type one.';

        """

    /// Silent where PostgreSQL neither rewrites nor verifies, and nowhere else.
    @Test func alterTable_isFoundWherePostgreSQLRewritesOrVerifies() async throws {
        try await ScratchDatabase.with { scratch in
            // Findings without a cause here: the setting is that already, and no index has the column.
            let causeless = [
                "set access method heap", "set tablespace pg_default", "alter name type varchar(20) collate \"C\"",
            ]
            let connection = try await Connection.connect(
                ConnectionParameters(scratch.url, applicationName: "test"))
            for action in Self.actions {
                let cost = try await Self.cost(of: action, connection)
                let files = [
                    "migrations/0001_t.sql": Self.table,
                    "migrations/0002_u.sql": "-- A test.\nalter table public.t \(action);\n",
                ]
                let findings = Linter(files: files, folder: "db").findings { $0.contains("0002") }
                let isExpected = cost != nil || causeless.contains(action)
                #expect(!findings.isEmpty == isExpected, "\(action): \(cost ?? "nothing")")
            }
            await connection.close()
        }
    }

    private static func cost(of action: String, _ connection: Connection) async throws -> String? {
        func state() async throws -> (file: String?, scans: String?) {
            let row = try await connection.query(
                """
                select
                    pg_relation_filenode('public.t')::text as file,
                    pg_stat_get_xact_numscans('public.t'::regclass)::text as scans
                """
            ).first
            return (try row?.text("file"), try row?.text("scans"))
        }
        try await connection.execute(
            script: "begin; \(table) insert into public.t (id, size, proven, checked) values (1, 1, 1, 'a');")
        let before = try await state()
        try await connection.execute(script: "alter table public.t \(action)")
        let after = try await state()
        try await connection.execute(script: "rollback")
        if before.file != after.file { return "rewritten" }
        return before.scans != after.scans ? "verified" : nil
    }

    /// A function that lint takes for steady and that is not would let a rewrite pass.
    @Test func steadyFunctions_areNotVolatile() async throws {
        try await ScratchDatabase.with { scratch in
            let names = Volatility.steady.sorted().map { "'\($0)'" }.joined(separator: ", ")
            let volatile = try await scratch.value(
                "select string_agg(distinct proname, ', ') from pg_proc where provolatile = 'v' and proname in (\(names))"
            )
            #expect(volatile == nil)
            let known = try await scratch.value(
                "select count(distinct proname) from pg_proc where pronamespace = 'pg_catalog'::regnamespace and proname in (\(names))"
            )
            // trim is grammar for btrim.
            #expect(known == String(Volatility.steady.count - 1))
        }
    }
}
