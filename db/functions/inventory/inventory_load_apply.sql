create or replace function api.inventory_load_apply(p_actor_id bigint, p_load_id bigint)
    returns boolean
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Goes on with a file of stock: called until it gives true, each time in a transaction of its own. Two who call at once
-- take turns, and no row is applied twice.
-- Callers: POST /admin/inventory/bulk
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 INVENTORY_LOAD_NOT_FOUND
-- Locks:   inventory_loads row, inventory rows by (branch_id, product_id)
-- Writes:  store.inventory_loads, api.inventory_load_rows, store.inventory, store.inventory_movements
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if not exists (
        select
        from store.inventory_loads as l
        where l.inventory_load_id = p_load_id
            and l.user_id = p_actor_id
            and l.opened_at is not null
    ) then
        perform store.fail('INVENTORY_LOAD_NOT_FOUND');
    end if;

    return store.inventory_load_step(p_load_id);
end;
$$;

comment on function api.inventory_load_apply is 'Goes on with a file of stock; gives whether it has ended.';
revoke all on function api.inventory_load_apply from public;
grant execute on function api.inventory_load_apply to mami_gateway, mami_operator;
