create or replace function store.refund_follow(p_attempt store.checkout_attempts)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Takes into the books what somebody has given back of an order's payment, in the provider's dashboard, before it was the order's, or before its
-- capture was booked: its events found no payment then, or nothing that could go back. The caller holds the row of the attempt or of the
-- payment. One after the other, as each finds what the ones before have left.
-- Callers: api.checkout_commit, api.capture_complete
-- Errors:  none
-- Locks:   payments row, refunds row
-- Writes:  store.webhook_events, store.refunds, store.payments, store.payment_events, store.outbox
declare
    v_event store.webhook_events;
begin
    for v_event in
        select e.*
        from store.webhook_events as e
        where e.checkout_attempt_id = p_attempt.checkout_attempt_id
            and (e.kind like 'refund.%' or e.kind like 'charge.refund.%')
            and e.outcome = 'IGNORED'
            -- One of ours is not made of a payment that may still become an order.
            and e.payload #> '{data,object,metadata,refund_key}' is null
        order by e.webhook_event_id
    loop
        update store.webhook_events as e
        set outcome = coalesce(
            store.refund_event(
                v_event.provider, v_event.object_reference, p_attempt.provider_reference, null,
                v_event.payload #>> '{data,object,status}', v_event.amount_minor / 100.0
            ),
            e.outcome
        )
        where e.webhook_event_id = v_event.webhook_event_id;
    end loop;
end;
$$;

comment on function store.refund_follow is 'Takes refunds into the books that were told of before their payment was an order''s, or taken.';
revoke all on function store.refund_follow from public;
