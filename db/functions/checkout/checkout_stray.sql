-- migrator: replaces store.checkout_stray(store.checkout_attempts, text, numeric)
create or replace function store.checkout_stray(
    p_attempt store.checkout_attempts,
    p_provider_reference text,
    p_charged_amount numeric,
    p_is_held boolean default false
)
    returns boolean
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Queues the end of a charge whose attempt has ended without it, expired or declined before the money came, or paid by
-- another charge: its full refund, or, where it is only held or not known to be paid, that it be let go. Gives false, and does nothing, for a
-- charge that is accounted for: the order's own, one that was given back, one that is queued already. The caller holds
-- the row of an attempt that has not ended before.
-- Callers: api.checkout_compensate, api.checkout_attempt_resolve, store.checkout_follow_money, api.webhook_receive, api.capture_complete
-- Errors:  none
-- Locks:   none
-- Writes:  store.refunds or store.captures, store.outbox
declare
    v_refund_id bigint;
    v_capture_id bigint;
begin
    if p_attempt.provider_reference is not distinct from p_provider_reference then
        return false;
    end if;

    if p_is_held then
        insert into store.captures (checkout_attempt_id, provider, provider_reference, amount, currency, reason)
        select
            p_attempt.checkout_attempt_id, t.provider, p_provider_reference, 0, p_attempt.currency, 'hold without an order'
        from store.payment_tokens as t
        where t.payment_token_id = p_attempt.payment_token_id
        on conflict do nothing
        returning capture_id into v_capture_id;
    else
        insert into store.refunds (checkout_attempt_id, provider, provider_reference, amount, currency, reason)
        select
            p_attempt.checkout_attempt_id, t.provider, p_provider_reference, p_charged_amount, p_attempt.currency,
            'charge without an order'
        from store.payment_tokens as t
        where t.payment_token_id = p_attempt.payment_token_id
        on conflict do nothing
        returning refund_id into v_refund_id;
    end if;

    if v_capture_id is not null then
        insert into store.outbox (kind, capture_id) values ('capture', v_capture_id);
    elsif v_refund_id is not null then
        insert into store.outbox (kind, refund_id) values ('refund', v_refund_id);
    else
        return false;
    end if;

    return true;
end;
$$;

comment on function store.checkout_stray is 'Queues the end of a charge that belongs to no order.';
revoke all on function store.checkout_stray from public;
