begin;
\ir ../fixture.psql

-- What the header of a function says of errors and writes, against what its body and the functions that it calls can do.
select plan(8);

create temporary view routine as
select
    p.oid,
    n.nspname || '.' || p.proname as name,
    -- Without comments, which name functions and tables too.
    regexp_replace(p.prosrc, '--[^\n]*', '', 'g') as body,
    substring(p.prosrc from '-- Errors:\s+((?:[^\n]*\n)(?:\s*--  +[^\n]*\n)*)') as errors,
    substring(p.prosrc from '-- Writes:\s+((?:[^\n]*\n)(?:\s*--  +[^\n]*\n)*)') as writes,
    substring(p.prosrc from '-- Callers:\s+((?:[^\n]*\n)(?:\s*--  +[^\n]*\n)*)') as callers
from pg_proc as p
join pg_namespace as n on n.oid = p.pronamespace
join pg_language as l on l.oid = p.prolang
where n.nspname in ('api', 'store', 'audit')
    and l.lanname = 'plpgsql';

create temporary table call_of on commit drop as
select distinct r.name as caller, c.name as callee
from routine as r
cross join lateral regexp_matches(r.body, '\m((?:api|store|audit)\.[a-z0-9_]+)\s*\(', 'g') as m
join routine as c on c.name = m[1] and c.name <> r.name;

create temporary table reach on commit drop as
with recursive reach (caller, callee) as (
    select r.name, r.name from routine as r
    union
    select p.caller, c.callee from reach as p join call_of as c on c.caller = p.callee
)
select * from reach;

create temporary view raised as
select r.name, 'MS' || e.http_status || ' ' || e.code as error
from routine as r
cross join lateral regexp_matches(r.body, $re$\mstore\.fail\(\s*'([A-Z_]+)'$re$, 'g') as m
join store.error_code as e on e.code = m[1];

create temporary view written as
select distinct r.name, m[1] as relation
from routine as r
cross join lateral regexp_matches(
    r.body, '\m(?:insert\s+into|update|delete\s+from|merge\s+into)\s+((?:store|audit)\.[a-z_]+)', 'g'
) as m;

create temporary view wrong_errors as
select
    r.name,
    coalesce((
        select string_agg(distinct x.error, ', ' order by x.error)
        from reach as p
        join raised as x on x.name = p.callee
        where p.caller = r.name
    ), 'none') as computed,
    coalesce((
        select string_agg(distinct m[1], ', ' order by m[1])
        from regexp_matches(r.errors, '(MS\d{3} [A-Z_]+)', 'g') as m
    ), 'none') as said
from routine as r
-- It raises whatever it is told.
where r.name not in ('store.fail', 'store.fail_field');

create temporary view wrong_writes as
select
    r.name,
    coalesce((
        select string_agg(distinct x.relation, ', ' order by x.relation)
        from reach as p
        join written as x on x.name = p.callee
        where p.caller = r.name
    ), 'none') as computed,
    coalesce((
        select string_agg(distinct m[1], ', ' order by m[1])
        from regexp_matches(r.writes, '((?:store|audit)\.[a-z_]+)', 'g') as m
    ), 'none') as said
from routine as r
-- Writes by dynamic SQL, which no text shows.
where r.name <> 'audit.partitions_ensure';

select is_empty('select * from wrong_errors where computed <> said', 'a header names the errors that can be raised, and no other');
select is_empty('select * from wrong_writes where computed <> said', 'a header names the tables that can be written, and no other');
select is_empty(
    $$
        select c.caller, c.callee
        from call_of as c
        join routine as r on r.name = c.callee
        where c.callee !~ '^api\.'
            -- "every …" and "all …" name a kind.
            and r.callers !~* '\m(every|all|functions|whoever|each)\M'
            and r.callers !~ ('\m' || split_part(c.caller, '.', 2) || '\M')
    $$,
    'a header names the functions that call it'
);
select is_empty(
    $$
        select r.name, m[1]
        from routine as r
        cross join lateral regexp_matches(r.callers, '\m((?:[a-z0-9]+_)+[a-z0-9]+)\M', 'g') as m
        join routine as c on split_part(c.name, '.', 2) = m[1]
        where not exists (
            select from call_of as o where o.callee = r.name and split_part(o.caller, '.', 2) = m[1]
        )
    $$,
    'and no function that does not'
);

-- each finds an offender
create function store.offender(p_id bigint) returns void language plpgsql as $$
-- Deletes.
-- Callers: cart_get
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    perform store.fail('CART_EMPTY');
    delete from store.carts where cart_id = p_id;
end;
$$;
truncate call_of, reach;
insert into reach select r.name, r.name from routine as r;
select is(
    (select w.computed || ' <> ' || w.said from wrong_errors as w where w.name = 'store.offender'), 'MS409 CART_EMPTY <> none',
    'an error that is not named is found'
);
select is(
    (select w.computed || ' <> ' || w.said from wrong_writes as w where w.name = 'store.offender'), 'store.carts <> none',
    'so is a table'
);
create or replace function store.offender(p_id bigint) returns void language plpgsql as $$
-- Deletes.
-- Callers: none
-- Errors:  MS409 CART_EMPTY
-- Locks:   none
-- Writes:  store.carts
begin
    perform store.fail('CART_EMPTY');
    delete from store.carts where cart_id = p_id;
end;
$$;
select is(
    (select w.computed = w.said from wrong_errors as w where w.name = 'store.offender'), true, 'and what is mended is not'
);
select is(
    (select w.computed = w.said from wrong_writes as w where w.name = 'store.offender'), true, 'neither here'
);

select * from finish();

rollback;
