create or replace function store.payment_return(p_order_id bigint, p_reason text, p_requested_by bigint)
    returns boolean
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Queues that what was taken for an order beyond what it costs by now goes back: what it costs less, but for what a lower capture has left
-- and what was asked for before. Also what has failed was asked for: an admin tries it again. What a manager has given out of goodwill,
-- or somebody at the provider, is not of this; but there is never more to give than was taken. Gives whether something goes back.
-- Decided under the payment's row lock, and what the order costs is read under it: of a capture's end and a cancelation the one that
-- comes second sees the other.
-- Callers: payment_settle, capture_complete
-- Errors:  none
-- Locks:   payments row
-- Writes:  store.refunds, store.outbox
declare
    v_payment store.payments;
    v_amount numeric;
begin
    select p.* into strict v_payment
    from store.payments as p
    where p.order_id = p_order_id
    for no key update;

    select
        least(
            o.reduced_amount - (v_payment.authorized_amount - v_payment.captured_amount) - r.asked,
            v_payment.captured_amount - r.promised
        )
    into v_amount
    from store.orders as o
    cross join (
        select
            coalesce(sum(r.amount) filter (where r.is_settlement), 0) as asked,
            coalesce(sum(r.amount) filter (where r.status <> 'FAILED'), 0) as promised
        from store.refunds as r
        where r.payment_id = v_payment.payment_id
    ) as r
    where o.order_id = p_order_id;

    if v_amount <= 0 then
        return false;
    end if;

    perform store.refund_queue(v_payment, v_amount, p_reason, p_requested_by, true);

    return true;
end;
$$;

comment on function store.payment_return is 'Queues that what was taken for an order beyond what it costs goes back.';
revoke all on function store.payment_return from public;
