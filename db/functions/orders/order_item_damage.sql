create or replace function api.order_item_damage(
    p_actor_id bigint,
    p_order_id bigint,
    p_order_item_id bigint,
    p_quantity integer,
    p_reason text,
    p_notes text default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- A picker has found units damaged: they leave the shelf's stock, with who and why, and the picker takes others. The order is what it was.
-- Where the shelf has no others to sell, nothing is taken out: what the order lacks is a short pick, and settled as one.
-- Callers: POST /ops/orders/{id}/items/{id}/report-damage
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND, MS404 ORDER_ITEM_NOT_FOUND, MS409 ORDER_NOT_IN_PROGRESS,
--          MS409 ORDER_CLAIMED, MS409 BELOW_RESERVED
-- Locks:   inventory row, orders row
-- Writes:  store.inventory, store.inventory_movements, store.orders
declare
    v_role store.user_role := store.enter(p_actor_id, 'EMPLOYEE', 'MANAGER', 'ADMIN');
    v_order store.orders;
    v_stock store.inventory;
begin
    -- The shelf comes before the order. Neither the branch of an order nor the product of an item ever changes.
    select i.* into v_stock
    from store.order_items as t
    join store.orders as o on o.order_id = t.order_id
    join store.inventory as i on i.branch_id = o.branch_id and i.product_id = t.product_id
    where t.order_id = p_order_id
        and t.order_item_id = p_order_item_id
    for no key update of i;

    v_order := store.order_lock(p_order_id, 'IN_PROGRESS');

    if v_stock.inventory_id is null then
        perform store.fail('ORDER_ITEM_NOT_FOUND');
    elsif v_order.status <> 'IN_PROGRESS' then
        perform store.fail('ORDER_NOT_IN_PROGRESS', jsonb_build_object('status', v_order.status));
    elsif v_role = 'EMPLOYEE' and v_order.assigned_to <> p_actor_id then
        perform store.fail('ORDER_CLAIMED', jsonb_build_object('assigned_to', v_order.assigned_to));
    end if;

    perform store.stock_set(
        v_stock.branch_id, v_stock.product_id, v_stock.on_hand - p_quantity, 'damaged',
        concat_ws(': ', p_reason, p_notes) || format(' (%s)', v_order.order_number), p_actor_id
    );

    update store.orders as o
    set lease_expires_at = clock_timestamp() + make_interval(mins => g.picking_lease_minutes), updated_at = now()
    from store.settings as g
    where o.order_id = p_order_id;

    return store.data_json((store.orders_json(array[p_order_id], true))[1]);
end;
$$;

comment on function api.order_item_damage is 'Takes units that a picker has found damaged out of the shelf''s stock.';
revoke all on function api.order_item_damage from public;
grant execute on function api.order_item_damage to mami_gateway, mami_operator;
