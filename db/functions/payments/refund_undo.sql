create or replace function store.refund_undo(p_refund store.refunds, p_reason text)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- A refund that had been made has failed: refund and payment say so, and it waits for a human, who may try it again.
-- Callers: refund_event, which has locked payment and refund
-- Errors:  none
-- Locks:   none
-- Writes:  store.refunds, store.payments, store.payment_events, store.outbox
begin
    update store.refunds as r
    set status = 'FAILED', updated_at = now()
    where r.refund_id = p_refund.refund_id;

    if p_refund.payment_id is not null then
        update store.payments as p
        set
            refunded_amount = p.refunded_amount - p_refund.amount,
            status = store.refunded_status(p.captured_amount, p.refunded_amount - p_refund.amount),
            updated_at = now()
        where p.payment_id = p_refund.payment_id;

        insert into store.payment_events (payment_id, provider, provider_event_id, kind, amount)
        values (
            p_refund.payment_id, p_refund.provider, p_refund.refund_reference || ':refund_failed', 'refund_failed', p_refund.amount
        );
    end if;

    -- What was made in a checkout's compensation, or at the provider, had no place in the outbox.
    insert into store.outbox (kind, refund_id, status, last_error)
    values ('refund', p_refund.refund_id, 'DEAD', 'failed at the provider: ' || p_reason)
    on conflict (refund_id) do update set
        status = 'DEAD',
        last_error = excluded.last_error,
        updated_at = now();
end;
$$;

comment on function store.refund_undo is 'Notes that a refund which had been made has failed.';
revoke all on function store.refund_undo from public;
