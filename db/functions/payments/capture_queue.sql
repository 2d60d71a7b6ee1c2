create or replace function store.capture_queue(
    p_order_id bigint,
    p_amount numeric,
    p_reason text default null,
    p_requested_by bigint default null
)
    returns bigint
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Queues that so much of an order's held money is taken, all that the order costs for null; the provider lets go of the rest, and of
-- all of it for 0. What is not delivered is never taken. To be called in the transaction that is the cause. One capture for a payment: decided under its row
-- lock. One that has failed may be asked for again; its row in the outbox waits for nobody any more. Gives the capture.
-- Callers: api.payment_capture, payment_settle
-- Errors:  MS404 ORDER_NOT_FOUND, MS409 PAYMENT_NOT_AUTHORIZED, MS409 CAPTURE_EXCEEDS_PAYMENT, MS409 CAPTURE_IN_PROGRESS
-- Locks:   payments row
-- Writes:  store.captures, store.outbox
declare
    v_payment store.payments;
    v_amount numeric;
    v_due numeric;
    v_capture_id bigint;
begin
    select p.* into v_payment
    from store.payments as p
    where p.order_id = p_order_id
    for no key update;

    if not found then
        perform store.fail('ORDER_NOT_FOUND');
    elsif v_payment.status <> 'AUTHORIZED' then
        perform store.fail('PAYMENT_NOT_AUTHORIZED', jsonb_build_object('status', v_payment.status));
    end if;

    select v_payment.authorized_amount - o.reduced_amount into v_due
    from store.orders as o
    where o.order_id = p_order_id;

    v_amount := coalesce(p_amount, v_due);

    if v_amount > v_due then
        perform store.fail('CAPTURE_EXCEEDS_PAYMENT', jsonb_build_object('authorized', v_due::text));
    end if;

    insert into store.captures (
        payment_id, checkout_attempt_id, provider, provider_reference, amount, currency, reason, requested_by
    )
    select
        v_payment.payment_id, o.checkout_attempt_id, v_payment.provider, v_payment.provider_reference, v_amount,
        v_payment.currency, p_reason, p_requested_by
    from store.orders as o
    where o.order_id = p_order_id
    on conflict do nothing
    returning capture_id into v_capture_id;

    if v_capture_id is null then
        perform store.fail('CAPTURE_IN_PROGRESS');
    end if;

    update store.outbox as b
    set status = 'DONE', last_error = 'asked for again', updated_at = now()
    from store.captures as c
    where c.payment_id = v_payment.payment_id
        and b.capture_id = c.capture_id
        and b.status = 'DEAD';

    insert into store.outbox (kind, capture_id) values ('capture', v_capture_id);

    return v_capture_id;
end;
$$;

comment on function store.capture_queue is 'Queues the capture of an order''s held money.';
revoke all on function store.capture_queue from public;
