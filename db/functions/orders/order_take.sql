create or replace function store.order_take(
    p_order store.orders,
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
-- The actor picks this order from now on: one that nobody has begun, their own, one whose picker has done nothing for as long as a lease
-- lasts, and for managers any that is being picked. Lines that are picked stay so.
-- Callers: order_claim, order_claim_next
-- Errors:  MS404 ORDER_NOT_FOUND, MS409 INVALID_STATUS_TRANSITION, MS409 ORDER_CLAIMED, MS409 PAYMENT_NOT_AUTHORIZED,
--          MS409 CAPTURE_EXCEEDS_PAYMENT, MS409 CAPTURE_IN_PROGRESS
-- Locks:   none
-- Writes:  store.orders; of order_move's other tables none: store.order_items, store.inventory, store.inventory_movements,
--          store.slot_dates, store.refunds, store.captures, store.outbox are of other steps
begin
    if p_order.status <> 'IN_PROGRESS' then
        -- Whoever had it before it was late or lacked something: it is the actor's now.
        p_order.assigned_to := null;

        perform store.order_move(p_order, 'IN_PROGRESS', p_role, p_reason, p_actor_id);
    elsif p_role = 'EMPLOYEE' and p_order.assigned_to <> p_actor_id and p_order.lease_expires_at > clock_timestamp() then
        perform store.fail(
            'ORDER_CLAIMED',
            jsonb_build_object(
                'assigned_to', p_order.assigned_to, 'lease_expires_at', store.rfc3339(p_order.lease_expires_at)
            )
        );
    else
        update store.orders as o
        set
            assigned_to = p_actor_id,
            lease_expires_at = clock_timestamp() + make_interval(mins => g.picking_lease_minutes),
            status_reason = p_reason,
            updated_at = now()
        from store.settings as g
        where o.order_id = p_order.order_id;
    end if;
end;
$$;

comment on function store.order_take is 'The actor picks this order from now on.';
revoke all on function store.order_take from public;
