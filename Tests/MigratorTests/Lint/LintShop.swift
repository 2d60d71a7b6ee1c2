@testable import Migrator

/// A small folder `db` that lint has nothing to say about, for files to be added.
enum LintShop {
    static let files = [
        "migrations/0001_base.sql": """
        -- The first things.

        create schema store;
        comment on schema store is 'A shop.';
        create type store.color as enum ('RED');
        create domain store.code as text;
        create table store.things (
            thing_id bigint not null generated always as identity,
            name varchar(20),
            price numeric(10, 2) not null,
            note text,
            size varchar(10),
            maker_id bigint,
            constraint things_pkey primary key (thing_id),
            constraint things_name_key unique (name),
            constraint things_size_length check (length(size) > 1),
            constraint things_note_given check (note is not null)
        );
        comment on table store.things is 'Things.';
        create table store.parts (part_id bigint primary key, thing_id bigint not null) partition by range (part_id);
        comment on table store.parts is 'Parts.';

        """,
        "functions/shared/thing_get.sql": function(),
        "tests/shared/thing_get.sql": "begin;\nselect plan(1);\nrollback;\n",
    ]

    /// A function file, whole; each part can be replaced.
    static func function(
        named name: String = "thing_get",
        attributes: String = "security definer\n    set search_path = pg_catalog, pg_temp",
        header: String = "-- Callers: tests\n-- Errors:  none\n-- Locks:   none\n-- Writes:  none",
        body: String = "return 1;",
        comment: String = "comment on function store.thing_get() is 'One.';",
        revoke: String = "revoke all on function store.thing_get() from public;"
    ) -> String {
        """
        create or replace function store.\(name)()
            returns integer
            language plpgsql
            \(attributes)
        as $$
        -- Gives one.
        \(header)
        begin
            \(body)
        end;
        $$;

        \(comment)
        \(revoke)

        """
    }

    /// What lint says when this file is added or put in another's place.
    static func findings(_ path: String, _ text: String) -> [Finding] {
        findings([path: text])
    }

    /// The same for some files. A migration without a comment at its head gets one, on its first line.
    static func findings(_ added: [String: String]) -> [Finding] {
        let files = files.merging(added) { $1 }.map { path, text in
            let isMigration = path.hasPrefix("migrations/") && !path.hasSuffix(".down.sql")
            let isBare = !text.hasPrefix("-- ") || text.hasPrefix("-- migrator:")
            return (path, isMigration && isBare ? "/* A test. */ " + text : text)
        }
        return Linter(files: Dictionary(uniqueKeysWithValues: files), folder: "db").findings { added.keys.contains($0) }
    }
}
