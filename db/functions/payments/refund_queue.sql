create or replace function store.refund_queue(
    p_payment store.payments,
    p_amount numeric,
    p_reason text,
    p_requested_by bigint,
    p_is_settlement boolean
)
    returns bigint
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Queues that so much of an order's payment goes back. To be called in the transaction that is the cause. The caller holds the payment's
-- row, and has seen that so much is left of it. Gives the refund.
-- Callers: refund_create, payment_return
-- Errors:  none
-- Locks:   none
-- Writes:  store.refunds, store.outbox
declare
    v_refund_id bigint;
begin
    insert into store.refunds (
        payment_id, checkout_attempt_id, provider, provider_reference, amount, currency, reason, requested_by, is_settlement
    )
    select
        p_payment.payment_id, o.checkout_attempt_id, p_payment.provider, p_payment.provider_reference, p_amount,
        p_payment.currency, p_reason, p_requested_by, p_is_settlement
    from store.orders as o
    where o.order_id = p_payment.order_id
    returning refund_id into v_refund_id;

    insert into store.outbox (kind, refund_id) values ('refund', v_refund_id);

    return v_refund_id;
end;
$$;

comment on function store.refund_queue is 'Queues a refund of an order''s payment.';
revoke all on function store.refund_queue from public;
