begin;
\ir ../fixture.psql
\ir seal.psql

select plan(3);

insert into audit.entries (
    entity_type, entity_id, entity_key, action, old_value, new_value, context, actor_user_id, subject_user_id, db_user, request_id, source,
    transaction_id, created_at
)
values (
    'orders', 7, '{"a": 1}', 'UPDATE', '{"b": 1.50, "a": "י\"x"}', null, '{}', 3, 4, 'mami_gateway', 'r-1', 'api.f', '99',
    '2026-03-01 00:00+02'
);
create function tap.canonical() returns text
    language sql stable
return (
    select audit.entry_canonical(5, e.created_at, audit.canonical_time('epoch'), e) from audit.entries as e where e.request_id = 'r-1'
);
select is(
    canonical(),
    '["mami-audit-1", 5, "2026-02-28T22:00:00.000000Z", "1970-01-01T00:00:00.000000Z", "99", "orders", 7, {"a": 1}, "UPDATE", '
    || '{"a": "י\"x", "b": 1.50}, null, {}, 3, 4, "mami_gateway", "r-1", "api.f"]',
    'an entry is hashed as an array of JSON with all that it says'
);
create temporary table before on commit drop as select canonical() as text;
set local timezone = 'America/New_York';
set local extra_float_digits = 0;
set local bytea_output = escape;
select is(canonical(), (select b.text from before as b), 'the same one whatever the session''s settings');
select is_empty(
    $$
        select a.attname
        from pg_attribute as a
        where a.attrelid = 'audit.entries'::regclass
            and a.attnum > 0
            and not a.attisdropped
            and a.attname not in ('audit_entry_id', 'created_at')
            and position('(p_entry).' || a.attname in pg_get_functiondef('audit.entry_canonical'::regproc)) = 0
    $$,
    'no column of an entry is left out'
);

select * from finish();

rollback;
