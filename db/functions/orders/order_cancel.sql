create or replace function api.order_cancel(p_actor_id bigint, p_order_id bigint)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Cancels an order: stock and place are free again, and all of the money is on its way back, in one transaction. A customer may as long as
-- nobody has begun it; managers as long as the goods are in the house.
-- Callers: POST /orders/{id}/cancel
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND, MS409 INVALID_STATUS_TRANSITION, MS409 ORDER_CLAIMED,
--          MS409 PAYMENT_NOT_AUTHORIZED, MS409 CAPTURE_EXCEEDS_PAYMENT, MS409 CAPTURE_IN_PROGRESS
-- Locks:   slot_dates row, inventory rows by (branch_id, product_id), orders row, payments row
-- Writes:  store.orders, store.order_items, store.inventory, store.inventory_movements, store.slot_dates, store.refunds,
--          store.captures, store.outbox
declare
    v_role store.user_role := store.enter(p_actor_id, 'CUSTOMER', 'MANAGER', 'ADMIN');
begin
    -- Whose it is never changes, so it is asked before anything is locked: nobody holds up what is not theirs.
    perform 1
    from store.orders as o
    where o.order_id = p_order_id
        and (v_role <> 'CUSTOMER' or o.user_id = p_actor_id);

    if not found then
        perform store.fail('ORDER_NOT_FOUND');
    end if;

    perform store.order_move(store.order_lock(p_order_id, 'CANCELED'), 'CANCELED', v_role, null, p_actor_id);

    return store.data_json((store.orders_json(array[p_order_id], v_role <> 'CUSTOMER'))[1]);
end;
$$;

comment on function api.order_cancel is 'Cancels an order.';
revoke all on function api.order_cancel from public;
grant execute on function api.order_cancel to mami_gateway, mami_operator;
