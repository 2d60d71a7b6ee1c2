import Testing

@testable import Migrator

/// Text in which a rule finds something, and text in which nobody does.
struct LintCase: Sendable, CustomTestStringConvertible {
    let rule: String
    let path: String
    let text: String

    var testDescription: String { "\(rule): \(text)" }

    private static func cases(_ rule: String, _ texts: [String], path: String = "migrations/0002_next.sql")
        -> [LintCase]
    {
        texts.map { LintCase(rule: rule, path: path, text: $0.hasSuffix("\n") ? $0 : $0 + "\n") }
    }

    private static let newTable =
        "create table store.boxes (box_id bigint primary key, note text); comment on table store.boxes is 'Boxes.';\n"
    private static let serial = "-- migrator: no-transaction\n\n"

    static let offenders: [LintCase] =
        cases(
            "add-column-rewrite",
            [
                "alter table store.things add column at timestamptz not null default clock_timestamp();",
                "alter table store.things add at timestamptz default (now() + random() * interval '1 day');",
                "alter table if exists only store.things add column if not exists n bigint generated always as identity;",
                "alter table store.things add column n bigserial;",
                "alter table store.things add column twice numeric generated always as (price * 2) stored;",
                "alter table store.things add column a text, add column b uuid default gen_random_uuid();",
                "do $$\nbegin\n    if true then\n        alter table store.things add column b uuid default gen_random_uuid();\n    end if;\nend;\n$$;",
            ])
        + cases(
            "alter-column-type",
            [
                "alter table store.things alter column name type varchar(10);",
                "alter table store.things alter maker_id set data type integer;",
                "alter table store.things alter column price type numeric(10, 3);",
                "alter table store.things alter column name type text using upper(name);",
                "alter table store.things alter column name type text collate \"C\";",
                "alter table store.things alter column size type varchar(20);",
                "alter table store.unknown alter column name type varchar(10);",
            ])
        + cases(
            "rewrite-table",
            [
                "cluster store.things using things_pkey;",
                "alter table store.things set access method heap;", "alter table store.things set unlogged;",
                "alter table store.things set tablespace fast;", "refresh materialized view store.sums;",
                serial + "vacuum full store.things;", serial + "vacuum (full, verbose) store.things;",
            ])
        + cases("add-column-not-null", ["alter table store.things add column weight integer not null;"])
        + cases(
            "set-not-null",
            [
                "alter table store.things alter column maker_id set not null;",
                "alter table store.things add constraint c check (maker_id is not null) not valid;\nalter table store.things alter maker_id set not null;",
                "alter table store.things alter column size set not null;",
            ])
        + cases(
            "constraint-not-valid",
            [
                "alter table store.things add constraint c check (price > 0);",
                "alter table store.things add foreign key (maker_id) references store.things;",
                "alter table store.things add column weight integer check (weight > 0);",
                "alter table store.things add column maker integer default 1 references store.things;",
                "alter domain store.code add constraint code_length check (length(value) < 5);",
            ])
        + cases(
            "validate-later",
            [
                "alter table store.things add constraint c check (price > 0) not valid;\nalter table store.things validate constraint c;"
            ])
        + cases(
            "constraint-using-index",
            [
                "alter table store.things add constraint k unique (note);",
                "alter table store.things add primary key (thing_id);",
                "alter table store.things add column code text unique;",
                "alter table store.things add constraint x exclude using gist (note with =);",
            ])
        + cases(
            "index-concurrently",
            [
                "create index things_note_idx on store.things (note);",
                "create unique index on store.things (lower(note));",
                "create index on only store.things (note);",
                "create index parts_thing_idx on store.parts (thing_id);",
                "drop index store.things_note_idx;", "reindex table store.things;",
            ])
        + cases(
            "needs-no-transaction",
            [
                "create index concurrently things_note_idx on store.things (note);",
                "drop index concurrently if exists store.things_note_idx;",
                "reindex (concurrently) table store.things;", "vacuum store.things;", "alter system set jit = off;",
                "alter table store.parts detach partition store.parts_1 concurrently;",
            ])
        + cases("transaction-control", ["begin;", "select 1; commit;", "savepoint s;"])
        + cases(
            "lock-timeout",
            [
                "set lock_timeout = 0;", "set local lock_timeout to '1min';", "set lock_timeout = 6000;",
                "reset lock_timeout;", "discard all;", "set lock_timeout to default;",
                "select pg_catalog.set_config('lock_timeout', '0', true);",
                serial + "set lock_timeout = 0;\nalter table store.things add column a text;",
            ])
        + cases("lock-table", ["lock table store.things in share mode;", "lock only store.things;"])
        + cases("truncate", ["truncate store.things;", "truncate table only store.things restart identity;"])
        + cases(
            "unbounded-write",
            [
                "update store.things set note = '';", "delete from only store.things;",
                "update store.things as t set note = (select p.x from p where p.y = 1) from store.parts;",
            ])
        + cases(
            "drop-column",
            ["alter table store.things drop column note;", "alter table store.things drop if exists note;"])
        + cases(
            "drop-object",
            [
                "drop table store.things;", "drop table if exists store.boxes, store.things;", "drop type store.color;",
                "drop schema store;", "drop materialized view store.sums;",
            ])
        + cases(
            "drop-cascade",
            [
                "drop function store.thing_get() cascade;", "drop owned by mami_owner;",
                "alter table store.things drop constraint things_name_key cascade;",
            ])
        + cases(
            "rename",
            [
                "alter table store.things rename column note to text;", "alter table store.things rename note to text;",
                "alter table store.things rename to stuff;", "alter table store.things set schema api;",
                "alter type store.color rename value 'RED' to 'CRIMSON';", "alter schema store rename to shop;",
                "alter view api.danger rename to peril;",
            ])
        + cases(
            "timestamp-zone",
            [
                "alter table store.things add column at timestamp;",
                "alter table store.things add column at timestamp(3) without time zone;",
                "create table store.boxes (at timestamp);\ncomment on table store.boxes is 'Boxes.';",
                "create type store.span as (from_at timestamp, to_at timestamptz);",
                "create domain store.at as timestamp;",
            ])
        + cases(
            "enum-value-use",
            [
                "alter type store.color add value if not exists 'BLUE' after 'RED';\nalter table store.things add column c store.color default 'BLUE';"
            ])
        + cases(
            "disable-trigger",
            ["alter table store.things disable trigger all;", "set local session_replication_role = replica;"])
        + cases("function-in-migration", [LintShop.function()])
        + cases("lock-order", lockingOffenders.map { LintShop.function(body: $0) }, path: functionPath)
        + cases("lock-order", ["select 1 from store.things where maker_id = 1 for update;"])
        + cases(
            "search-path",
            [
                LintShop.function(attributes: "security definer"), LintShop.function(attributes: "security invoker"),
                LintShop.function(attributes: "security definer\n    set search_path = pg_catalog"),
            ], path: functionPath)
        + cases(
            "search-path",
            [
                "create or replace function store.thing_get() returns integer language sql security definer return 1;\ncomment on function store.thing_get() is 'One.';\nrevoke all on function store.thing_get() from public;"
            ], path: functionPath)
        + cases(
            "revoke-public",
            [
                LintShop.function(revoke: ""),
                LintShop.function(revoke: "revoke all on function store.thing_get() from mami;"),
                LintShop.function(revoke: "revoke all on function store.thing_put() from public;"),
            ], path: functionPath)
        + cases(
            "view-rights",
            [
                "create or replace view store.thing_get as select 1 as one;\ncomment on view store.thing_get is 'One.';",
                "create view store.thing_get with (security_invoker = false) as select 1 as one;\ncomment on view store.thing_get is 'One.';",
            ], path: functionPath)
        + cases(
            "dynamic-sql",
            ["execute 'select 1';", "return query execute v_text;", "if true then execute v_text using 1; end if;"]
                .map { LintShop.function(body: $0) }, path: functionPath)
        + cases(
            "comment",
            [
                "create schema api;", "create table store.boxes (a integer);",
                newTable + "comment on table store.boxes is null;",
            ]
            .map { $0.replacing("is 'Boxes.'", with: "is ''") })
        + cases("comment", [LintShop.function(comment: "")], path: functionPath)
        + cases(
            "one-object",
            [
                LintShop.function(
                    named: "thing_put", comment: "comment on function store.thing_put() is 'One.';",
                    revoke: "revoke all on function store.thing_put() from public;"), "select 1;",
                LintShop.function() + LintShop.function(),
            ], path: functionPath)
        + cases(
            "header",
            [
                LintShop.function(header: "-- Callers: tests\n-- Errors:  none\n-- Locks:   none"),
                LintShop.function(header: "-- Callers:\n-- Errors:  none\n-- Locks:   none\n-- Writes:  none"),
            ], path: functionPath)
        + cases("test-file", [LintShop.function()], path: "functions/other/thing_get.sql")
        + cases("test-file", ["select 1;"], path: "tests/shared/thing_put.sql")
        + cases("file-name", ["select 1;"], path: "migrations/2_next.sql")
        + cases("file-name", ["select 1;"], path: "migrations/0001_again.sql")
        + cases("file-name", ["select 1;"], path: "migrations/0007_none.down.sql")
        + cases("migration-header", NewMigration.blanks.map { "-- A migration.\n-- Topic: \($0)\n\nselect 1;" })
        + cases("whitespace", ["select 1; \n", "\tselect 1;\n", "select 1;\n\n  \n"])
        + cases("directive", ["-- migrator: no-transactions\n\nselect 1;", "-- migrator:\n\nselect 1;"])
        + cases("directive", [serial + LintShop.function()], path: functionPath)

    static let harmless: [LintCase] =
        cases(
            "add-column",
            [
                "alter table store.things add column a text, add column b integer not null default 0;",
                "alter table store.things add column at timestamptz not null default now();",
                "alter table store.things add column n numeric(12, 2) not null default 0::numeric(12, 2);",
                "alter table store.things add column state text not null default upper('new') collate \"C\";",
                "alter table store.things add column maker bigint references store.things;",
                "alter table store.things alter column note set default 'x', alter column note drop not null;",
            ])
        + cases(
            "alter-column-type",
            [
                "alter table store.things alter column name type varchar(30);",
                "alter table store.things alter column name type text;",
                "alter table store.things alter column name set data type character varying using name::varchar;",
                "alter table store.things alter column price type numeric(12, 2);",
                "alter table store.things alter column price type decimal;",
                "alter table store.things drop constraint things_size_length;\nalter table store.things alter column size type text;",
            ])
        + cases(
            "set-not-null",
            [
                "alter table store.things alter column note set not null;",
                "alter table store.things alter column thing_id set not null;",
                serial
                    + "alter table store.things add constraint c check ((maker_id is not null and maker_id > 0)) not valid;\nalter table store.things validate constraint c;\nalter table store.things alter maker_id set not null;",
            ])
        + cases(
            "constraints",
            [
                "alter table store.things add constraint c check (price > 0) not valid;",
                "alter table store.things add constraint f foreign key (maker_id) references store.things not valid;",
                "alter table store.things validate constraint things_size_length;",
                "alter table store.things add constraint k unique using index things_note_key;",
                "alter table store.things drop constraint things_name_key;",
                "alter domain store.code add constraint code_length check (length(value) < 5) not valid;",
            ])
        + cases(
            "new table",
            [
                newTable + "create index boxes_note_idx on store.boxes (note);",
                newTable + "alter table store.boxes add constraint c check (note <> '');",
                newTable + "alter table store.boxes add column a uuid default gen_random_uuid(), add unique (note);",
                newTable
                    + "update store.boxes set note = ''; truncate store.boxes; alter table store.boxes drop column note;",
                newTable + "create index boxes_note_idx on store.boxes (note); drop index store.boxes_note_idx;",
                newTable + "alter table store.boxes rename to crates;\ncreate index on store.crates (note);",
                "create temporary table scratch as select 1 as one;",
                "create table store.parts_1 partition of store.parts default;",
                "create type store.mood as enum ('OK');\nalter type store.mood add value 'BAD';\nalter table store.things add column mood store.mood default 'BAD';",
            ])
        + cases(
            "indexes",
            [
                serial + "create index concurrently things_note_idx on store.things (note);",
                serial + "set lock_timeout = 0;\ndrop index concurrently store.things_note_idx;",
                "create index parts_thing_idx on only store.parts (thing_id);",
                "refresh materialized view concurrently store.sums;", serial + "vacuum (analyze) store.things;",
                "alter table store.things cluster on things_pkey, set (fillfactor = 70);",
            ])
        + cases(
            "others",
            [
                "set local lock_timeout = '500ms';", "set lock_timeout = 3000;", "set lock_timeout = '5s';",
                "update store.things set note = '' where thing_id < 1000;",
                "drop function if exists store.thing_get();",
                "alter type store.color add value 'BLUE';\ncomment on type store.color is 'RED or BLUE';",
                "alter index store.things_pkey rename to things_key;", "create sequence store.numbers;",
                "alter table store.things rename constraint things_pkey to things_key;",
                "create policy p on store.things for update using (true);",
                "select 'drop table store.things; truncate x', $$ lock table store.things $$; -- begin;",
                "create table store.boxes (at timestamptz, day date, hour time, span interval(3));\ncomment on table store.boxes is 'Boxes.';",
            ])
        + cases("locking", lockingHarmless.map { LintShop.function(body: $0) }, path: functionPath)
        + cases(
            "functions",
            [
                LintShop.function(),
                LintShop.function(revoke: "revoke execute on function store.thing_get() from public;"),
                "create or replace function store.thing_get() returns integer language sql security invoker return 1;\ncomment on function store.thing_get() is 'One.';\nrevoke all on function store.thing_get() from public;",
                "create view store.thing_get with (security_invoker) as select 1 as one;\ncomment on view store.thing_get is 'One.';",
                LintShop.function(body: "truncate store.scratch; update store.things set note = '';"),
            ], path: functionPath)
        + cases("downs", ["drop table store.things cascade;"], path: "migrations/0001_base.down.sql")
        + cases("tests", ["select throws_ok('drop table store.things');"], path: "tests/schema/any.sql")

    private static let functionPath = "functions/shared/thing_get.sql"

    private static let lockingOffenders = [
        "perform 1 from store.things as t where t.maker_id = 1 for update;",
        "perform 1 from store.things as t where t.thing_id > 1 for no key update of t;",
        "perform 1 from store.things as t where t.thing_id = 1 or t.price > 1 for share;",
        "perform 1 from store.things as t where t.thing_id <> 1 for share;",
        "perform 1 from store.things as t where t.thing_id = any (p_ids) for update;",
        "perform 1 from store.things as t where t.thing_id = t.maker_id for update;",
        "perform 1 from store.things where thing_id = maker_id for update;",
        "perform 1 from store.things as t join store.parts as p on p.thing_id = t.thing_id where t.thing_id = 1 for key share;",
        "perform 1 from (select * from store.things order by thing_id) as t for update;",
        "perform array_agg(n order by n) from store.things where maker_id = 1 for update;",
        "for v in select * from store.things where maker_id = 1 for update loop perform 1; end loop;",
        "if exists (select from store.things where maker_id = 1 for update) then perform 1; end if;",
        "with w as (select 1 from store.things where maker_id = 1 for update) select count(*) into v from w;",
        "perform 1 from store.things limit 10 for update;",
    ]

    private static let lockingHarmless = [
        "perform 1 from store.things as t where t.thing_id = 1 for update;",
        "perform 1 from store.things where (price > 1 and (1 = thing_id)) for no key update;",
        "perform 1 from store.things as t where t.name = (select 'a') for share;",
        "perform 1 from store.things as t where v_thing.thing_id = t.thing_id for share;",
        "perform 1 from store.things as t where t.maker_id = 1 order by t.thing_id for update of t;",
        "perform 1 from store.things limit 1 for update;", "perform 1 from store.things for update skip locked;",
        "perform 1 from store.things for no key update nowait;",
        "select * into v from store.things where maker_id = 1 for update;",
        "select * into strict v from store.things where maker_id = 1 for no key update;",
        "for v in select * from store.things order by thing_id for update loop perform 1; end loop;",
    ]
}
