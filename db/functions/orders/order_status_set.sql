create or replace function api.order_status_set(
    p_actor_id bigint,
    p_order_id bigint,
    p_status text,
    p_reason text default null,
    p_expected_version integer default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Moves an order along its way. Ready means picked: what was not found is settled in the same transaction, as all of it is when the order is
-- canceled. Late is an order only for a reason.
-- Callers: PATCH /ops/orders/{id}/status
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND, MS409 INVALID_STATUS_TRANSITION,
--          MS409 ORDER_CHANGED, MS409 ORDER_CLAIMED, MS409 PAYMENT_NOT_AUTHORIZED, MS409 CAPTURE_EXCEEDS_PAYMENT,
--          MS409 CAPTURE_IN_PROGRESS
-- Locks:   for what is canceled slot_dates row; for what is ready or canceled inventory rows by (branch_id, product_id); orders row;
--          for what is ready or canceled payments row
-- Writes:  store.orders; for what is ready or canceled store.order_items, store.inventory, store.inventory_movements, store.slot_dates,
--          store.refunds, store.captures, store.outbox
declare
    v_role store.user_role := store.enter(p_actor_id, 'EMPLOYEE', 'MANAGER', 'ADMIN');
    v_order store.orders;
begin
    if p_status = 'DELAYED' and p_reason is null then
        perform store.fail_field('reason', 'must say why it is late');
    end if;

    v_order := store.order_lock(p_order_id, p_status::store.order_status);
    perform store.order_version_check(v_order, p_expected_version);
    perform store.order_move(v_order, p_status::store.order_status, v_role, p_reason, p_actor_id);

    return store.data_json((store.orders_json(array[p_order_id], true))[1]);
end;
$$;

comment on function api.order_status_set is 'Moves an order along its way.';
revoke all on function api.order_status_set from public;
grant execute on function api.order_status_set to mami_gateway, mami_operator;
