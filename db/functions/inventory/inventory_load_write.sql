create or replace function store.inventory_load_write(p_load store.inventory_loads, p_last_line integer)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Sets the shelves of a step of a load, with their lines of the ledger: the difference, why, by whom. What is so already is not touched.
-- Callers: inventory_load_step, which has locked and compared them
-- Errors:  none
-- Locks:   none
-- Writes:  store.inventory, store.inventory_movements
begin
    insert into store.inventory_movements (branch_id, product_id, kind, quantity, reason, actor_user_id)
    select r.branch_id, r.product_id, 'adjusted', r.on_hand - i.on_hand, p_load.reason, p_load.user_id
    from api.inventory_load_rows as r
    join store.inventory as i on i.branch_id = r.branch_id and i.product_id = r.product_id
    where r.inventory_load_id = p_load.inventory_load_id
        and r.line > p_load.last_line
        and r.line <= p_last_line
        and r.error_code is null
        and r.on_hand <> i.on_hand;

    update store.inventory as i
    set
        on_hand = r.on_hand,
        reorder_point = coalesce(r.reorder_point, i.reorder_point),
        updated_at = now()
    from api.inventory_load_rows as r
    where r.inventory_load_id = p_load.inventory_load_id
        and r.line > p_load.last_line
        and r.line <= p_last_line
        and r.error_code is null
        and i.branch_id = r.branch_id
        and i.product_id = r.product_id
        and (r.on_hand <> i.on_hand or r.reorder_point <> i.reorder_point);
end;
$$;

comment on function store.inventory_load_write is 'Sets the shelves of a step of a load, with their lines of the ledger.';
revoke all on function store.inventory_load_write from public;
