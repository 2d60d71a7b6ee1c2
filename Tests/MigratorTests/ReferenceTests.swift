import Foundation
import Postgres
import SQLText
import Testing

@testable import Migrator

/// `migrator docs`
struct ReferenceTests {
    private static let script = """
        create schema api;
        create view api.totals as select 1::bigint as id, 2.50::numeric(12, 2) as amount;
        comment on view api.totals is 'What is owed.';
        create function api.thing_make(p_name text, p_at timestamptz default now(), p_tags text[] default array['a', 'b'])
            returns table (thing_id bigint, name text)
            language plpgsql stable security definer
        as $$
        -- Makes a thing, <maybe> two
        -- of them.
        -- @plpgsql_check_options: performance_warnings = off
        -- Callers: POST /things
        -- Errors:  MS404 NOT_FOUND,
        --          MS409 TAKEN
        -- Locks:   none
        -- Writes:  store.things
        begin
            -- Errors: not this one
            return;
        end;
        $$;
        comment on function api.thing_make(text, timestamptz, text[]) is E'Makes a thing.\\nNot shown.';
        revoke all on function api.thing_make(text, timestamptz, text[]) from public;
        grant execute on function api.thing_make(text, timestamptz, text[]) to pg_monitor, pg_database_owner;
        create procedure api.anything() language sql as 'select 1';
        grant execute on procedure api.anything() to public;
        """

    private static let page = """
        # shared

        ## totals

        What is owed.

        ```sql
        api.totals(
            id bigint,
            amount numeric(12,2)
        )
        ```

        - May read: its owner alone

        # things

        ## thing_make

        Makes a thing.

        Makes a thing, \\<maybe> two of them.

        ```sql
        api.thing_make(
            p_name text,
            p_at timestamp with time zone default now(),
            p_tags text[] default ARRAY['a'::text, 'b'::text]
        ) returns table(
            thing_id bigint,
            name text
        )
        ```

        - Callers: POST /things
        - Errors: MS404 NOT_FOUND, MS409 TAKEN
        - Locks: none
        - Writes: store.things
        - May execute: pg_database_owner, pg_monitor
        - Attributes: stable, parallel unsafe, runs as its owner

        # without a file

        ## anything

        No comment.

        ```sql
        api.anything()
        ```

        - Callers: not stated
        - Errors: not stated
        - Locks: not stated
        - Writes: not stated
        - May execute: PUBLIC
        - Attributes: volatile, parallel unsafe, runs as its caller

        """

    /// A database with the script, and a file for each but the procedure.
    private static func withThings(_ body: (ScratchDatabase) async throws -> Void) async throws {
        try await ScratchDatabase.with { scratch in
            let connection = try await Connection.connect(ConnectionParameters(scratch.url, applicationName: "test"))
            try await connection.execute(script: script)
            await connection.close()
            try scratch.write(
                "functions/things/thing_make.sql",
                "create or replace function api.thing_make() returns int language sql as 'select 1';")
            try scratch.write("functions/shared/totals.sql", "create or replace view api.totals as select 1 as id;")
            try await body(scratch)
        }
    }

    @Test(.enabled(if: ScratchDatabase.serverURL != nil))
    func pages_showWhatTheCatalogKnows_aPageADomain() async throws {
        try await Self.withThings { scratch in
            let session = try await scratch.connect()
            let reference = try await Reference.read(session, schema: "api")
            await session.close()
            let paths = ["functions/things/thing_make.sql", "functions/shared/totals.sql", "triggers.sql"]
            let pages = ReferencePages(reference, domains: Domains(paths: paths)).pages
            #expect(pages.map(\.name) == ["README.md", "shared.md", "things.md", "without-a-file.md"])
            #expect(pages[0].text.hasPrefix("# What may be called\n"))
            #expect(pages[0].text.contains("- [things](things.md): [thing_make](things.md#thing_make)"))
            #expect(pages.dropFirst().map(\.text).joined(separator: "\n") == Self.page)
        }
    }

    @Test(.enabled(if: ScratchDatabase.serverURL != nil))
    func docs_check_endsWith3AndADiff_untilThePagesAreWritten() async throws {
        try await Self.withThings { scratch in
            let folder = scratch.directory.appending(path: "pages").path(percentEncoded: false)
            let file = folder + "/shared.md"
            func docs(_ options: String...) async throws -> BuiltMigrator.Run {
                try await BuiltMigrator.run(
                    [
                        "docs", "--database-url", scratch.url, "--role", "postgres", "--db-dir",
                        scratch.directory.path(percentEncoded: false),
                    ]
                        + options)
            }
            #expect(try await docs("--output", folder, "--check").status == 3)
            #expect(try await docs("--output", folder).status == 0)
            #expect(try await docs("--output", folder, "--check").status == 0)
            #expect(try await docs().output.contains(String(contentsOfFile: file, encoding: .utf8)))

            let old = try String(contentsOfFile: file, encoding: .utf8)
            try old.replacing("What is owed.", with: "What was owed.").write(
                toFile: file, atomically: true, encoding: .utf8)
            let run = try await docs("--output", folder, "--check")
            #expect(run.status == 3)
            #expect(run.output.contains("\n-What was owed.\n+What is owed.\n"))
            #expect(run.errors.contains("migrator docs --output"))
            #expect(try await docs("--check").status == 1)
            #expect(try String(contentsOfFile: file, encoding: .utf8).contains("What was owed."))
        }
    }

    @Test func header_withoutTopics_isProse() {
        let header = FunctionHeader(body: "\n-- Why: because.\n--   More.\nselect 1;\n-- Errors: none\n")
        #expect(header.prose == "Why: because. More.")
        #expect(header.topics.isEmpty)
        #expect(FunctionHeader(body: "select 1").prose.isEmpty)
    }

    @Test(arguments: [
        ("", []), ("a int", ["a int"]),
        (" a numeric(12,2) , b text[] DEFAULT ARRAY[1,2] ", ["a numeric(12,2)", "b text[] DEFAULT ARRAY[1,2]"]),
        ("a text DEFAULT 'x,y', \"b,c\" text", ["a text DEFAULT 'x,y'", "\"b,c\" text"]),
    ])
    func list_isCutAtCommasOutsideOfBrackets(_ text: String, _ items: [String]) {
        #expect(SQLList.items(of: SQLScanner.tokens(of: text)).map { $0.map(\.text).joined() } == items)
    }
}
