create or replace function store.payment_settle(p_order_id bigint, p_reason text, p_requested_by bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The money of an order that is ready or canceled follows what it costs by now. Held money is taken, so much as the order costs, or let go
-- if that is nothing; of what was taken a part goes back. While a capture is on its way nothing is known: its end looks again.
-- Callers: order_settle
-- Errors:  MS404 ORDER_NOT_FOUND, MS409 PAYMENT_NOT_AUTHORIZED, MS409 CAPTURE_EXCEEDS_PAYMENT, MS409 CAPTURE_IN_PROGRESS
-- Locks:   payments row
-- Writes:  store.refunds, store.captures, store.outbox
declare
    v_payment store.payments;
    v_order store.orders;
begin
    select p.* into strict v_payment
    from store.payments as p
    where p.order_id = p_order_id
    for no key update;

    select o.* into strict v_order
    from store.orders as o
    where o.order_id = p_order_id;

    if v_payment.status = 'CANCELED' then
        -- Goods are not handed out for a hold that has gone.
        if v_order.status <> 'CANCELED' then
            perform store.fail('PAYMENT_NOT_AUTHORIZED', jsonb_build_object('status', v_payment.status));
        end if;
    elsif v_payment.status <> 'AUTHORIZED' then
        perform store.payment_return(p_order_id, p_reason, p_requested_by);
    elsif not exists (
        select from store.captures as c where c.payment_id = v_payment.payment_id and c.status <> 'FAILED'
    ) then
        perform store.capture_queue(p_order_id, v_order.total_amount - v_order.reduced_amount, p_reason, p_requested_by);
    end if;
end;
$$;

comment on function store.payment_settle is 'Takes, lets go or gives back money, as an order costs less than was agreed.';
revoke all on function store.payment_settle from public;
