begin;
\ir ../fixture.psql

select plan(14);

-- the gateway
select is_empty(
    $$
        select c.oid::regclass
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname in ('store', 'audit', 'migrator', 'api', 'extensions')
            and c.relkind in ('r', 'p', 'v', 'm')
            and (
                has_any_column_privilege('mami_gateway', c.oid, 'select, update, references')
                or has_table_privilege('mami_gateway', c.oid, 'delete, truncate, trigger')
                or (has_any_column_privilege('mami_gateway', c.oid, 'insert') and c.oid <> 'api.inventory_load_rows'::regclass)
            )
    $$,
    'the gateway may touch no table, but for adding rows to one'
);
select is_empty(
    $$
        select c.oid::regclass
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname not like 'pg\_%'
            and case when c.relkind = 'S' then has_sequence_privilege('mami_gateway', c.oid, 'usage, select, update') end
    $$,
    'nor a sequence'
);
select results_eq(
    $$
        select nspname::text collate "default"
        from pg_namespace
        where nspname in ('store', 'audit', 'migrator', 'api', 'extensions', 'public')
            and has_schema_privilege('mami_gateway', oid, 'usage')
    $$,
    $$values ('api')$$, 'it sees one schema'
);
select is_empty(
    $$
        select p.oid::regprocedure
        from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where n.nspname in ('store', 'audit')
            and has_function_privilege('mami_gateway', p.oid, 'execute')
    $$,
    'it may execute nothing outside it'
);
select is(
    has_database_privilege('mami_gateway', current_database(), 'temporary, create'), false,
    'it may make no table, not even a temporary one'
);
select is_empty(
    $$select rolname from pg_roles where rolname in ('mami_gateway', 'mami_admin') and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls)$$,
    'no program''s login is a superuser'
);
select is_empty(
    $$
        select p.oid::regprocedure
        from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where n.nspname = 'api'
            and has_function_privilege('mami_gateway', p.oid, 'execute') = (p.proname = any ('{stock_explain,audit_root,audit_inclusion,audit_verify,audit_erase}'))
    $$,
    'it may execute every api function but those that are for people in psql'
);

-- the operator
select is_empty(
    $$
        select c.oid::regclass
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname in ('store', 'audit')
            and c.relkind in ('r', 'p')
            and has_table_privilege('mami_operator', c.oid, 'insert, update, delete, truncate')
    $$,
    'an operator changes nothing but through functions'
);
select is(has_table_privilege('mami_operator', 'store.orders', 'select'), true, 'an operator may look');
select is_empty(
    $$
        select 1
        where has_column_privilege('mami_operator', 'store.users', 'password_hash', 'select')
            or has_column_privilege('mami_operator', 'store.sessions', 'secret', 'select')
            or has_column_privilege('mami_operator', 'store.refresh_tokens', 'token_hash', 'select')
            or has_column_privilege('mami_operator', 'store.payment_tokens', 'provider_token', 'select')
    $$,
    'but not at secrets'
);
select is(
    has_function_privilege('mami_operator', 'api.login_challenge(text)', 'execute'), false, 'not through a function either'
);

-- the log
select is_empty(
    $$
        select r.rolname
        from pg_roles as r
        where r.rolname in ('mami_gateway', 'mami_operator')
            and has_table_privilege(r.rolname, 'audit.entries', 'insert, update, delete, truncate')
    $$,
    'nobody but its owner may write into the audit log'
);
select is_empty(
    $$
        select c.oid::regclass
        from pg_class as c
        where c.relnamespace = 'audit'::regnamespace
            and c.relname like 'entries%'
            and c.relkind in ('r', 'p')
            and c.relname <> 'entries_default'
            and has_table_privilege('mami_owner', c.oid, 'update, delete, truncate')
    $$,
    'and its owner may add to it, not change it'
);
select is_empty(
    $$
        select c.oid::regclass
        from pg_class as c
        where c.relnamespace = 'audit'::regnamespace
            and c.relkind in ('r', 'p')
            and c.relname not in ('entries_default', 'register')
            and has_table_privilege('mami_admin', c.oid, 'delete, truncate')
    $$,
    'no login deletes anything of it or of its seal'
);

select * from finish();

rollback;
