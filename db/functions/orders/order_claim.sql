create or replace function api.order_claim(p_actor_id bigint, p_order_id bigint, p_reason text default null)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The actor picks this order from now on; as a manager also one that somebody else is at.
-- Callers: POST /ops/orders/{id}/claim
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND, MS409 INVALID_STATUS_TRANSITION, MS409 ORDER_CLAIMED,
--          MS409 PAYMENT_NOT_AUTHORIZED, MS409 CAPTURE_EXCEEDS_PAYMENT, MS409 CAPTURE_IN_PROGRESS
-- Locks:   orders row
-- Writes:  store.orders; of order_move's other tables none: store.order_items, store.inventory, store.inventory_movements,
--          store.slot_dates, store.refunds, store.captures, store.outbox are of other steps
declare
    v_role store.user_role := store.enter(p_actor_id, 'EMPLOYEE', 'MANAGER', 'ADMIN');
begin
    perform store.order_take(store.order_lock(p_order_id, 'IN_PROGRESS'), v_role, p_reason, p_actor_id);

    return store.data_json((store.orders_json(array[p_order_id], true))[1]);
end;
$$;

comment on function api.order_claim is 'The actor picks this order from now on.';
revoke all on function api.order_claim from public;
grant execute on function api.order_claim to mami_gateway, mami_operator;
