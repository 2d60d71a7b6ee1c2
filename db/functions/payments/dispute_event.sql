create or replace function store.dispute_event(
    p_provider text,
    p_dispute_reference text,
    p_payment_reference text,
    p_status text,
    p_reason text,
    p_amount numeric
)
    returns text
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What an event of the provider says of a dispute (store.webhook_events.outcome; null for nothing). One that has ended stays so: events may come
-- in any order.
-- Callers: webhook_receive
-- Errors:  none
-- Locks:   disputes row
-- Writes:  store.disputes
begin
    if p_status is null or p_amount is null then
        return null;
    end if;

    insert into store.disputes as d (checkout_attempt_id, provider, dispute_reference, amount, reason, status)
    select a.checkout_attempt_id, p_provider, p_dispute_reference, p_amount, nullif(p_reason, ''), p_status
    from store.checkout_attempts as a
    where a.intent_reference = p_payment_reference
    limit 1
    on conflict on constraint disputes_reference_key do update set
        amount = excluded.amount,
        reason = coalesce(excluded.reason, d.reason),
        status = excluded.status,
        updated_at = now()
    where d.status not in ('won', 'lost', 'warning_closed')
        and (d.status, d.amount) is distinct from (excluded.status, excluded.amount);

    if found then
        return 'DISPUTED';
    elsif exists (
        select
        from store.disputes as d
        where d.provider = p_provider
            and d.dispute_reference = p_dispute_reference
    ) then
        return 'KNOWN';
    end if;

    return null;
end;
$$;

comment on function store.dispute_event is 'Takes what the provider tells of a dispute.';
revoke all on function store.dispute_event from public;
