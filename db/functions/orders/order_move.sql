create or replace function store.order_move(
    p_order store.orders,
    p_to store.order_status,
    p_role store.user_role,
    p_reason text,
    p_actor_id bigint
)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- An order gets another status, with all that hangs on it: the only place that knows what an edge asks for, but for the
-- reason of a late one, which is input. Which there are, and who may,
-- is data (store.state_edges); here stands what the data cannot say. Who begins an order picks it; a customer never gets what nobody
-- looked for, nor an order of nothing; what is delivered goes out before it is handed over, what is picked up does not; a late order goes
-- back to where it was. The reason stands with the status, and with who did it in the audit log.
-- Callers: order_status_set, order_cancel, order_take, each with the order locked
-- Errors:  MS404 ORDER_NOT_FOUND, MS409 INVALID_STATUS_TRANSITION, MS409 ORDER_CLAIMED, MS409 PAYMENT_NOT_AUTHORIZED,
--          MS409 CAPTURE_EXCEEDS_PAYMENT, MS409 CAPTURE_IN_PROGRESS
-- Locks:   for what is ready or canceled payments row
-- Writes:  store.orders; for what is ready or canceled store.order_items, store.inventory, store.inventory_movements, store.slot_dates,
--          store.refunds, store.captures, store.outbox
declare
    v_refusal text;
    v_pending bigint;
    v_missing bigint;
    v_picked bigint;
begin
    select
        count(*) filter (where t.picked_status = 'PENDING'),
        count(*) filter (where t.picked_status = 'MISSING'),
        sum(t.picked_quantity)
    into v_pending, v_missing, v_picked
    from store.order_items as t
    where t.order_id = p_order.order_id;

    v_refusal := case
        when not exists (
            select
            from store.state_edges as e
            where e.entity = 'orders'
                and e.from_state = p_order.status::text
                and e.to_state = p_to::text
                and p_role::text = any (e.roles)
        ) then 'no such step for you'
        when p_order.status = 'DELAYED' and p_to not in (p_order.delayed_from, 'CANCELED') then 'it goes back to where it was'
        when p_to = 'OUT_FOR_DELIVERY' and p_order.fulfillment_type = 'PICKUP' then 'it is picked up'
        when p_to = 'DELIVERED' and p_order.status = 'READY' and p_order.fulfillment_type = 'DELIVERY' then 'it is to go out first'
        when p_order.status not in ('IN_PROGRESS', 'MISSING') or p_to not in ('READY', 'MISSING') then null
        when v_pending > 0 then 'items are pending'
        when p_to = 'MISSING' and v_missing = 0 then 'no item is missing'
        when p_to = 'READY' and p_order.status = 'IN_PROGRESS' and v_missing > 0 then 'items are missing'
        when p_to = 'READY' and v_picked = 0 then 'nothing was picked'
    end;

    if v_refusal is not null then
        perform store.fail(
            'INVALID_STATUS_TRANSITION',
            jsonb_build_object('from', p_order.status, 'to', p_to, 'reason', v_refusal)
        );
    elsif p_role = 'EMPLOYEE' and p_order.status = 'IN_PROGRESS' and p_order.assigned_to <> p_actor_id then
        perform store.fail('ORDER_CLAIMED', jsonb_build_object('assigned_to', p_order.assigned_to));
    end if;

    update store.orders as o
    set
        status = p_to,
        status_reason = p_reason,
        delayed_from = case when p_to = 'DELAYED' then p_order.status end,
        assigned_to = case when p_to = 'IN_PROGRESS' then coalesce(p_order.assigned_to, p_actor_id) else p_order.assigned_to end,
        lease_expires_at = case
            when p_to = 'IN_PROGRESS' then clock_timestamp() + make_interval(mins => g.picking_lease_minutes)
            else p_order.lease_expires_at
        end,
        updated_at = now()
    from store.settings as g
    where o.order_id = p_order.order_id;

    if p_to in ('READY', 'CANCELED') then
        perform store.order_settle(p_order.order_id, p_reason, p_actor_id);
    end if;
end;
$$;

comment on function store.order_move is 'An order gets another status, with all that hangs on it.';
revoke all on function store.order_move from public;
