begin;
\ir ../fixture.psql

select plan(19);

create temporary view our_functions as
select p.oid, p.proname, n.nspname, p.prosecdef, p.proconfig, p.proacl, p.prorettype, p.prolang, p.proargnames, p.prosrc
from pg_proc as p
join pg_namespace as n on n.oid = p.pronamespace
where n.nspname in ('api', 'store', 'audit');

create temporary view our_tables as
select c.oid, c.relname, n.nspname, c.relkind
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('api', 'store', 'audit')
    and c.relkind in ('r', 'p')
    and not c.relispartition;

select is_empty(
    $$select oid::regclass from our_tables where obj_description(oid, 'pg_class') is null$$, 'every table has a comment'
);
select is_empty(
    $$select oid::regprocedure from our_functions where obj_description(oid, 'pg_proc') is null$$,
    'every function has a comment'
);
select is_empty(
    $$select nspname from pg_namespace where nspname in ('api', 'store', 'audit', 'extensions') and obj_description(oid, 'pg_namespace') is null$$,
    'every schema has a comment'
);
select is_empty(
    $$
        select f.conrelid::regclass, f.conname
        from pg_constraint as f
        join our_tables as t on t.oid = f.conrelid
        where f.contype = 'f'
            and not exists (
                select
                from pg_index as i
                where i.indrelid = f.conrelid
                    and (
                        (i.indkey::smallint[])[0 : cardinality(f.conkey) - 1] @> f.conkey
                        -- A unique index of a part of the columns finds one row at the most.
                        or (i.indisunique and f.conkey @> i.indkey::smallint[])
                    )
                    and (
                        i.indpred is null
                        -- A partial index over the rows that have the key serves the foreign key.
                        or pg_get_expr(i.indpred, i.indrelid) = '(' || (
                            select a.attname from pg_attribute as a where a.attrelid = f.conrelid and a.attnum = f.conkey[1]
                        ) || ' IS NOT NULL)'
                    )
            )
    $$,
    'every foreign key is indexed'
);
select is_empty(
    $$
        select c.conrelid::regclass, c.conname
        from pg_constraint as c
        join our_tables as t on t.oid = c.conrelid
        where c.conname !~ ('^' || t.relname || '_')
    $$,
    'every constraint is named after its table'
);
select is_empty(
    $$
        select c.conrelid::regclass, c.conname
        from pg_constraint as c
        join our_tables as t on t.oid = c.conrelid
        where c.conname ~ '_(check|not_null)\d*$'
    $$,
    'no constraint has a name that PostgreSQL made up'
);
select is_empty(
    $$select oid::regprocedure from our_functions where prosecdef and not coalesce(proconfig, '{}') @> '{"search_path=pg_catalog, pg_temp"}'$$,
    'every definer function fixes its search_path'
);
select is_empty(
    $$
        select f.oid::regprocedure
        from our_functions as f
        cross join lateral aclexplode(coalesce(f.proacl, acldefault('f', 10))) as a
        where a.grantee = 0
    $$,
    'no function may be executed by PUBLIC'
);
select is_empty(
    $$select oid::regprocedure from our_functions where nspname = 'api' and not prosecdef$$,
    'every api function runs as the owner, as its caller may touch no table'
);
select is_empty(
    $$
        select oid::regprocedure
        from our_functions
        where nspname = 'api'
            and (
                (proargnames[1] = 'p_actor_id') <> (prosrc ~ 'store\.enter(_read)?\(\s*p_actor_id')
                or ('p_actor_id' = any (proargnames) and proargnames[1] <> 'p_actor_id')
            )
    $$,
    'every api function of a user takes the actor first and enters with it'
);
select is_empty(
    $$select proname from our_functions group by nspname, proname having count(*) > 1$$, 'no function is overloaded'
);
select is_empty(
    $$
        select t.relname from our_tables as t where t.nspname = 'store'
        except
        select r.table_name from audit.register as r
    $$,
    'every table has its row in the audit register (db/audit.sql)'
);
select is_empty(
    $$
        select r.table_name from audit.register as r
        except
        select t.relname from our_tables as t where t.nspname = 'store'
    $$,
    'and no row is of a table that is not there'
);
select is_empty(
    $$
        select r.table_name, c.name
        from audit.register as r
        cross join lateral unnest(r.key_columns || r.secret_columns) as c (name)
        where not exists (
            select
            from pg_attribute as a
            where a.attrelid = ('store.' || r.table_name)::regclass
                and a.attname = c.name
                and not a.attisdropped
        )
    $$,
    'whose columns are there'
);
select is_empty(
    $$
        select r.table_name
        from audit.register as r
        where r.key_columns is not null
            and not exists (
                select
                from pg_index as i
                where i.indrelid = ('store.' || r.table_name)::regclass
                    and i.indisunique
                    and i.indpred is null
                    and r.key_columns @> array(
                        select a.attname::text
                        from pg_attribute as a
                        where a.attrelid = i.indrelid and a.attnum = any (i.indkey)
                    )
            )
    $$,
    'and whose key tells rows apart'
);
select is_empty(
    $$
        select r.table_name, e.event
        from audit.register as r
        cross join (values ('audit_insert'), ('audit_update'), ('audit_delete'), ('audit_truncate')) as e (event)
        where r.key_columns is not null
            and not exists (
                select
                from pg_trigger as g
                where g.tgrelid = ('store.' || r.table_name)::regclass and g.tgname = e.event and g.tgenabled = 'O'
            )
    $$,
    'every audited table has its four triggers'
);
select is_empty(
    $$
        select m[1]
        from our_functions as f
        cross join lateral regexp_matches(f.prosrc, $re$store\.fail\(\s*'([A-Z_]+)'$re$, 'g') as m
        except
        select code from store.error_code
    $$,
    'every error that a function raises is in the catalog'
);
select is_empty(
    $$
        select unnest(constraint_names) from store.error_code
        except
        select conname::text from pg_constraint
        except
        select c.relname::text from pg_index as i join pg_class as c on c.oid = i.indexrelid where i.indisunique
    $$,
    'every constraint that the catalog of errors names exists'
);
select is_empty(
    $$
        select c.relname
        from pg_class as c
        join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname in ('public', 'api') and c.relkind in ('r', 'p', 'v', 'm', 'S')
            and c.oid not in ('api.danger_zone'::regclass, 'api.inventory_load_rows'::regclass)
    $$,
    'in public and api there are but one view, for operators, and the table that files are copied to'
);

select * from finish();

rollback;
