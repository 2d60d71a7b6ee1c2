create or replace function store.inventory_load_mark(
    p_load store.inventory_loads,
    p_last_line integer,
    p_branch_ids bigint[],
    p_product_ids bigint[]
)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set enable_nestloop = off
as $$
-- Marks the rows of a step of a load that have made a shelf. No nested loops, as in inventory_load_check.
-- Callers: inventory_load_shelve
-- Errors:  none
-- Locks:   none
-- Writes:  api.inventory_load_rows
begin
    update api.inventory_load_rows as r
    set is_new = true
    from unnest(p_branch_ids, p_product_ids) as m (branch_id, product_id)
    where r.inventory_load_id = p_load.inventory_load_id
        and r.line > p_load.last_line
        and r.line <= p_last_line
        and r.error_code is null
        and r.branch_id = m.branch_id
        and r.product_id = m.product_id;
end;
$$;

comment on function store.inventory_load_mark is 'Marks the rows of a load that have made a shelf.';
revoke all on function store.inventory_load_mark from public;
