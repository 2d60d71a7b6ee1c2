-- migrator: replaces api.checkout_compensated(bigint, text)
create or replace function api.checkout_compensated(
    p_checkout_attempt_id bigint,
    p_refund_reference text,
    p_lease_number integer default null
)
    returns table (state text, response_status integer, response_body text)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Ends an attempt whose money has gone back: gives back slot and stock. p_refund_reference is null where the money was
-- only held, and was let go. Ended so already: gives the answer stored then. One that somebody else has taken over stays as it is, and
-- is told: who has it asks the provider for the refund before he makes one.
-- Callers: the checkout flow, once the provider has confirmed it
-- Errors:  MS404 ATTEMPT_NOT_FOUND, MS409 ATTEMPT_CLOSED
-- Locks:   checkout_attempts row, slot_dates row, inventory rows by (branch_id, product_id)
-- Writes:  store.checkout_attempts, store.inventory, store.slot_dates, store.inventory_movements; store.refunds, store.captures,
--          store.outbox for money that an event told of
declare
    v_attempt store.checkout_attempts;
    v_provider text;
begin
    v_attempt := store.checkout_attempt_lock(p_checkout_attempt_id);

    if v_attempt.lease_number <> p_lease_number then
        return query select v_attempt.state::text, v_attempt.response_status, v_attempt.response_body;
        return;
    elsif v_attempt.state = 'COMPENSATING' then
        perform store.checkout_unlock(v_attempt);

        select t.provider into v_provider
        from store.payment_tokens as t
        where t.payment_token_id = v_attempt.payment_token_id;

        if p_refund_reference is null then
            insert into store.captures (
                checkout_attempt_id, provider, provider_reference, amount, currency, status, reason
            )
            values (
                p_checkout_attempt_id, v_provider, v_attempt.provider_reference, 0, v_attempt.currency, 'SUCCEEDED',
                coalesce(v_attempt.state_reason, 'compensated')
            );
        else
            insert into store.refunds (
                checkout_attempt_id, provider, provider_reference, refund_reference, amount, currency, status, reason
            )
            values (
                p_checkout_attempt_id, v_provider, v_attempt.provider_reference, p_refund_reference,
                v_attempt.charged_amount, v_attempt.currency, 'SUCCEEDED', coalesce(v_attempt.state_reason, 'compensated')
            );
        end if;

        update store.checkout_attempts as a
        set
            state = 'COMPENSATED',
            is_held = p_refund_reference is null,
            response_status = 400,
            response_body = store.payment_failed_body(case when p_refund_reference is null then 'canceled' else 'refunded' end),
            updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id
        returning a.* into v_attempt;
    elsif v_attempt.state <> 'COMPENSATED' then
        perform store.fail('ATTEMPT_CLOSED', jsonb_build_object('state', v_attempt.state));
    end if;

    return query select v_attempt.state::text, v_attempt.response_status, v_attempt.response_body;
end;
$$;

comment on function api.checkout_compensated is 'Ends a checkout whose money has gone back.';
revoke all on function api.checkout_compensated from public;
grant execute on function api.checkout_compensated to mami_gateway;
