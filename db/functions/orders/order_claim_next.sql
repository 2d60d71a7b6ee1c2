create or replace function api.order_claim_next(p_actor_id bigint, p_branch_id bigint default null)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The actor picks the most urgent order that nobody is at: one that nobody has begun, or whose picker has done nothing for as long as a
-- lease lasts. One that somebody else is claiming at this moment is passed over, so that pickers who ask at once get one each and wait for nobody.
-- Callers: POST /ops/orders/claim-next
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND, MS409 INVALID_STATUS_TRANSITION, MS409 ORDER_CLAIMED,
--          MS409 PAYMENT_NOT_AUTHORIZED, MS409 CAPTURE_EXCEEDS_PAYMENT, MS409 CAPTURE_IN_PROGRESS
-- Locks:   orders row
-- Writes:  store.orders; of order_move's other tables none: store.order_items, store.inventory, store.inventory_movements,
--          store.slot_dates, store.refunds, store.captures, store.outbox are of other steps
declare
    v_role store.user_role := store.enter(p_actor_id, 'EMPLOYEE', 'MANAGER', 'ADMIN');
    v_order store.orders;
begin
    select o.* into v_order
    from store.orders as o
    join store.order_windows as w on w.order_id = o.order_id
    where o.status not in ('DELIVERED', 'CANCELED')
        and (o.status = 'CREATED' or (o.status = 'IN_PROGRESS' and o.lease_expires_at <= clock_timestamp()))
        and (p_branch_id is null or o.branch_id = p_branch_id)
    order by w.starts_at, o.order_id
    limit 1
    for no key update of o skip locked;

    if not found then
        perform store.fail('ORDER_NOT_FOUND');
    end if;

    perform store.order_take(v_order, v_role, null, p_actor_id);

    return store.data_json((store.orders_json(array[v_order.order_id], true))[1]);
end;
$$;

comment on function api.order_claim_next is 'The actor picks the most urgent order that nobody is at.';
revoke all on function api.order_claim_next from public;
grant execute on function api.order_claim_next to mami_gateway, mami_operator;
