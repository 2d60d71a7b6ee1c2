create or replace function store.checkout_follow_money(p_attempt store.checkout_attempts)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Whatever events have told of money for an attempt that now ends is given back, or let go where it is
-- only held: who ended the attempt, a driver or a human, may not have seen it. A charge that
-- p_attempt.provider_reference names is accounted for: that of the order, or one that was given back. The caller holds the attempt's row.
-- Callers: store.checkout_unlock, api.checkout_commit
-- Errors:  none
-- Locks:   none
-- Writes:  for each such charge store.refunds or store.captures, store.outbox
declare
    v_charge record;
begin
    for v_charge in
        select
            c.reference,
            coalesce(c.taken, c.held) / 100.0 as amount,
            c.taken is null as is_held
        from (
            select
                e.object_reference as reference,
                nullif(max(e.amount_minor) filter (where e.kind = 'payment_intent.succeeded'), 0) as taken,
                nullif(max(e.amount_minor) filter (where e.kind = 'payment_intent.amount_capturable_updated'), 0) as held,
                bool_or(e.kind = 'payment_intent.canceled') as is_canceled
            from store.webhook_events as e
            join store.payment_tokens as t on t.payment_token_id = p_attempt.payment_token_id and t.provider = e.provider
            where e.checkout_attempt_id = p_attempt.checkout_attempt_id
                and e.object_reference is not null
            group by e.object_reference
        ) as c
        where c.taken is not null
            or (c.held is not null and not c.is_canceled)
        order by c.reference
    loop
        perform store.checkout_stray(p_attempt, v_charge.reference, v_charge.amount, v_charge.is_held);
    end loop;
end;
$$;

comment on function store.checkout_follow_money is 'Gives back what events told of for an attempt that ends, but for the charge of its order.';
revoke all on function store.checkout_follow_money from public;
