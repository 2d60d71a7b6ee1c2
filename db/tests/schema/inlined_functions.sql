begin;
\ir ../fixture.psql

-- PostgreSQL 15 keeps no plan of a function in SQL: one that is not inlined is planned anew at every call. What lets the planner inline
-- a scalar one (inline_function in optimizer/util/clauses.c): one expression, no sub-select and no aggregate, no SET, not as its owner,
-- no set of rows; and a volatility that is not stricter than that of what it calls: declared immutable over a stable function it is
-- called as it is, and json functions are stable.
select plan(5);

create temporary view not_inlined as
select p.oid::regprocedure::text as function
from pg_proc as p
join pg_language as l on l.oid = p.prolang
where p.pronamespace in ('api'::regnamespace, 'store'::regnamespace)
    and l.lanname = 'sql'
    and (
        p.prosqlbody is null
        or pg_get_function_sqlbody(p.oid) !~* '^\s*return\M'
        or pg_get_function_sqlbody(p.oid) ~* '\mselect\M'
        or p.proconfig is not null
        or p.prosecdef
        or p.proretset
        or p.provolatile = 'i'
    );

-- A page of rows is one statement: a function that makes the JSON of one thing is not called for each row of an aggregate.
create temporary view called_per_row as
select p.oid::regprocedure::text as function
from pg_proc as p
where p.pronamespace in ('api'::regnamespace, 'store'::regnamespace)
    and p.prosrc ~* '\m(json_agg|jsonb_agg|array_agg)\s*\(\s*(distinct\s+)?store\.[a-z_]+_json\M';

select is_empty('select * from not_inlined', 'no function in SQL has to be planned at every call');
select is_empty('select * from called_per_row', 'no list calls a function of ours for each of its rows');

create function store.offender(p_id bigint) returns bigint language sql stable return (select count(*) from store.users where user_id = p_id);
create function store.other_offender(p_id bigint) returns json language sql immutable return json_build_object('id', p_id);
create function store.list_offender() returns json language plpgsql stable as $$
begin
    return (select json_agg(store.user_json(u.user_id)) from store.users as u);
end;
$$;
select results_eq(
    'select * from not_inlined order by 1', $$values ('store.offender(bigint)'), ('store.other_offender(bigint)')$$,
    'those that are not inlined are found'
);
select results_eq('select * from called_per_row', $$values ('store.list_offender()')$$, 'so is a call for each row');

create or replace function store.other_offender(p_id bigint) returns json language sql stable return json_build_object('id', p_id);
drop function store.offender;
select is_empty('select * from not_inlined', 'and what is mended is found no more');

select * from finish();

rollback;
