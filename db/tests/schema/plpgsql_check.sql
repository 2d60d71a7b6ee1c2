begin;
\ir ../fixture.psql

select plan(3);

select is_empty(
    $$
        select f.functionid, f.lineno, f.level, f.message, f.detail
        from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        join pg_language as l on l.oid = p.prolang
        cross join lateral plpgsql_check.plpgsql_check_function_tb(p.oid, all_warnings => true) as f
        where n.nspname in ('api', 'store', 'audit')
            and l.lanname = 'plpgsql'
            and p.prorettype <> 'trigger'::regtype
    $$,
    'plpgsql_check finds nothing in any function'
);
select is_empty(
    $$
        select t.tgrelid::regclass, t.tgname, f.lineno, f.level, f.message, f.detail
        from pg_trigger as t
        join pg_proc as p on p.oid = t.tgfoid
        join pg_language as l on l.oid = p.prolang
        cross join lateral plpgsql_check.plpgsql_check_function_tb(
            p.oid, t.tgrelid, oldtable => t.tgoldtable, newtable => t.tgnewtable, all_warnings => true
        ) as f
        where not t.tgisinternal
            and l.lanname = 'plpgsql'
    $$,
    'nor in a trigger function with any of its tables'
);
select is_empty(
    $$
        select p.oid::regprocedure
        from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where n.nspname in ('api', 'store', 'audit')
            and p.prorettype = 'trigger'::regtype
            and not exists (select from pg_trigger as t where t.tgfoid = p.oid)
    $$,
    'and every trigger function has a table to be checked with'
);

select * from finish();

rollback;
