create or replace function store.check_invariants()
    returns table (invariant text, details jsonb)
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
    set work_mem = '32MB'
    set jit = off
as $$
-- What must hold in every committed state, whatever crashed when: one row for each violation, none when all is well. The sentence
-- says what does not hold, the details of what: rows are compared with rows, as sums hide what is wrong twice. What a constraint
-- refuses is not asked again.
-- Stable, so that all of it looks at one snapshot; a check during full load is as valid as one in the night.
-- It reads whole tables and the log: its sorts are to stay in memory, and its plans are not worth compiling.
-- Callers: the load programs, the tests, a DBA
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return query
        select c.invariant, c.details from store.check_stock() as c
        union all
        select c.invariant, c.details from store.check_checkouts() as c
        union all
        select c.invariant, c.details from store.check_orders() as c
        union all
        select c.invariant, c.details from store.check_money() as c
        union all
        select c.invariant, c.details from store.check_audit() as c;
end;
$$;

comment on function store.check_invariants is 'One row for each violated invariant, none when all is well.';
revoke all on function store.check_invariants from public;
