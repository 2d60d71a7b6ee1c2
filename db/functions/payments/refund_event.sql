create or replace function store.refund_event(
    p_provider text,
    p_refund_reference text,
    p_payment_reference text,
    p_key uuid,
    p_status text,
    p_amount numeric
)
    returns text
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What an event of the provider says of a refund (store.webhook_events.outcome; null for nothing). One of ours that is under way is left to the
-- outbox worker, which asks the provider. That one has failed is final there, so it is believed, whenever it comes: the money is the shop's
-- again, and a human decides; who is just told by an older answer that it was made, is overtaken. One that was made in the provider's dashboard is
-- taken into the books, so that nothing is given back twice, unless an event told already that it has failed. The caller holds the row of the
-- payment's attempt.
-- Callers: webhook_receive, refund_follow
-- Errors:  none
-- Locks:   payments row, refunds row
-- Writes:  store.refunds, store.payments, store.payment_events, store.outbox
declare
    v_payment store.payments;
    v_refund store.refunds;
    v_has_failed boolean := p_status in ('failed', 'canceled');
begin
    select p.* into v_payment
    from store.payments as p
    where p.provider = p_provider
        and p.provider_reference = p_payment_reference
    for no key update;

    select r.* into v_refund
    from store.refunds as r
    where r.provider = p_provider
        and (r.refund_reference = p_refund_reference or r.provider_key = p_key)
    order by r.refund_reference = p_refund_reference desc nulls last
    limit 1
    for no key update;

    if v_refund.status = 'PENDING' then
        update store.outbox as b
        set
            due_at = least(b.due_at, clock_timestamp()),
            lease_number = b.lease_number + v_has_failed::integer,
            updated_at = now()
        where b.refund_id = v_refund.refund_id
            and b.status = 'PENDING';

        return 'WOKEN';
    elsif v_refund.status = 'SUCCEEDED' and v_has_failed and v_refund.refund_reference = p_refund_reference then
        perform store.refund_undo(v_refund, p_status);

        return 'REFUND_FAILED';
    elsif v_refund.refund_id is not null then
        return 'KNOWN';
    elsif v_payment.payment_id is null
        or p_status is null
        or p_status not in ('succeeded', 'pending')
        or p_amount is null
        or p_amount <= 0
    then
        return null;
    elsif v_payment.status = 'AUTHORIZED'
        and exists (
            select
            from store.captures as c
            where c.payment_id = v_payment.payment_id
                and c.status = 'PENDING'
        )
    then
        -- It was taken, and who has taken it is about to book that.
        return null;
    elsif v_payment.refunded_amount + p_amount > v_payment.captured_amount then
        return 'MISMATCH';
    elsif exists (
        select
        from store.checkout_attempts as a
        join store.webhook_events as e on e.checkout_attempt_id = a.checkout_attempt_id
        where a.intent_reference = p_payment_reference
            and e.provider = p_provider
            and e.object_reference = p_refund_reference
            and (e.kind = 'refund.failed' or e.payload #>> '{data,object,status}' in ('failed', 'canceled'))
    ) then
        return 'KNOWN';
    end if;

    insert into store.refunds (
        payment_id, checkout_attempt_id, provider, provider_reference, refund_reference, amount, currency, status, reason, is_of_provider
    )
    select
        v_payment.payment_id, o.checkout_attempt_id, p_provider, p_payment_reference, p_refund_reference, p_amount,
        v_payment.currency, 'SUCCEEDED', 'made at the provider', true
    from store.orders as o
    where o.order_id = v_payment.order_id;

    update store.payments as p
    set
        refunded_amount = p.refunded_amount + p_amount,
        status = store.refunded_status(p.captured_amount, p.refunded_amount + p_amount),
        updated_at = now()
    where p.payment_id = v_payment.payment_id;

    insert into store.payment_events (payment_id, provider, provider_event_id, kind, amount)
    values (v_payment.payment_id, p_provider, p_refund_reference || ':refund', 'refund', p_amount);

    return 'REFUNDED';
end;
$$;

comment on function store.refund_event is 'Takes what the provider tells of a refund.';
revoke all on function store.refund_event from public;
