import Foundation
import Postgres
import Testing

@testable import Migrator

/// `migrator dump`
struct DumpTests {
    /// Statements that may come in any order, but for the table's.
    private static let pieces = [
        "alter table store.things add column amount numeric(12, 2) not null default 0",
        "alter table store.things add column label text",
        "alter table store.things add constraint things_amount_positive check (case when label is null then amount >= 0 else true end)",
        "alter table store.things add constraint things_label_key unique (label)",
        "create index things_amount_idx on store.things (amount) where amount > 0",
        "create function store.one() returns int language sql as $$select 1; -- \n-- Name: x; Type: y; Schema: z; Owner: -\n$$",
        "create function store.two() returns int language sql as 'select 2'",
        "grant select on store.things to pg_monitor",
        "grant select on store.things to pg_database_owner",
        "comment on table store.things is 'Things; all of them.'",
    ]

    /// The text of a database in which the statements were run in that order.
    private static func dump(_ statements: [String]) async throws -> String {
        var text = ""
        try await ScratchDatabase.with { scratch in
            let connection = try await Connection.connect(ConnectionParameters(scratch.url, applicationName: "test"))
            let first = [
                "create schema store", "create table store.things (thing_id bigint generated always as identity)",
            ]
            for statement in first + statements { try await connection.execute(script: statement) }
            await connection.close()
            let session = try await scratch.connect()
            text = try await CanonicalDump.take(session, role: "postgres").text
            await session.close()
        }
        return text
    }

    @Test(.enabled(if: ScratchDatabase.serverURL != nil))
    func dump_sameSchemaMadeInAnotherOrder_isTheSameText() async throws {
        let one = try await Self.dump(Self.pieces)
        var pieces = Self.pieces
        pieces.swapAt(0, 1)
        pieces.swapAt(2, 3)
        pieces.swapAt(5, 6)
        pieces.swapAt(7, 8)
        #expect(
            try await Self.dump(pieces + ["create schema migrator", "create table migrator.memory (id int)"]) == one)
        #expect(
            one.contains(
                "    amount numeric(12,2) DEFAULT 0 NOT NULL,\n    label text,\n    thing_id bigint NOT NULL,\n"))
        #expect(!one.contains("Owner: postgres") && !one.contains("SET ") && !one.contains("Dumped"))
    }

    @Test(.enabled(if: ScratchDatabase.serverURL != nil))
    func dump_changedConstraint_isADifferenceOfOneLine() async throws {
        let one = try await Self.dump(Self.pieces)
        let other = try await Self.dump(Self.pieces.map { $0.replacing("amount >= 0", with: "amount > 0") })
        let diff = UnifiedDiff(from: one, to: other, labels: ("one", "other")).text
        let changes = diff.split(separator: "\n").filter { $0.hasPrefix("-") || $0.hasPrefix("+") }.dropFirst(2)
        #expect(changes.map(\.first) == ["-", "+"])
        #expect(changes.allSatisfy { $0.contains("amount") })
    }

    @Test(.enabled(if: ScratchDatabase.serverURL != nil))
    func dump_theRealSchema_leavesMonthsOut() async throws {
        try await ShopDatabase.with { shop in
            let run = try await shop.migrator("dump")
            #expect(run.status == 0, "\(run.errors)")
            #expect(run.output.contains("CREATE TABLE audit.entries ("))
            #expect(run.output.contains("CREATE TABLE audit.entries_default ("))
            #expect(run.output.contains("CREATE EXTENSION pg_trgm WITH SCHEMA extensions;"))
            #expect(!run.output.contains(/entries_\d{4}_\d{2}/))
            #expect(!run.output.contains("migrator.objects"))
        }
    }

    @Test func entries_ofPgDump_areWithoutWhatComesAndGoes() {
        let dump = """
            --
            -- PostgreSQL database dump
            --

            \\restrict jLs8

            -- Dumped from database version 15.18

            SET statement_timeout = 0;
            SELECT pg_catalog.set_config('search_path', '', false);

            --
            -- Name: t; Type: TABLE; Schema: store; Owner: -
            --

            CREATE TABLE store.t (
                b text,
                a integer,
                CONSTRAINT t_a CHECK ((a > 0))
            )
            WITH (fillfactor='70');

            SET default_tablespace = '';

            --
            -- Name: TABLE t; Type: ACL; Schema: store; Owner: -
            --

            GRANT SELECT ON TABLE store.t TO b;
            GRANT SELECT ON TABLE store.t TO a;
            REVOKE ALL ON TABLE store.t FROM PUBLIC;

            --
            -- PostgreSQL database dump complete
            --

            \\unrestrict jLs8

            """
        #expect(
            CanonicalDump(dump: dump).text == """
                -- Made by `migrator dump`, for comparing, not for restoring.

                -- ACL store.TABLE t
                REVOKE ALL ON TABLE store.t FROM PUBLIC;
                GRANT SELECT ON TABLE store.t TO a;
                GRANT SELECT ON TABLE store.t TO b;

                -- TABLE store.t
                CREATE TABLE store.t (
                    a integer,
                    b text,
                    CONSTRAINT t_a CHECK ((a > 0))
                )
                WITH (fillfactor='70');

                """)
    }

    @Test func connection_travelsInTheEnvironment() throws {
        let string = "postgresql://somebody:s%2Fecret@/shop?host=/run/postgresql&port=5433&keepalives_idle=3"
        let environment = try ConnectionParameters(string, applicationName: "test").environment()
        #expect(
            environment == [
                "PGUSER": "somebody", "PGPASSWORD": "s/ecret", "PGDATABASE": "shop", "PGHOST": "/run/postgresql",
                "PGPORT": "5433",
            ])
        #expect(try ConnectionParameters("", applicationName: "test").environment().isEmpty)
        #expect(throws: PostgresError.self) {
            try ConnectionParameters("postgresql://a:b/c@d:1/x", applicationName: "test").environment()
        }
    }

    @Test func pgDump_nowhereInPath_isFoundWhereDebianPutsIt() throws {
        #expect(try PgDump.find(path: "/nowhere").path.hasSuffix("/pg_dump"))
    }
}
