-- migrator: replaces api.checkout_intent(bigint, text)
create or replace function api.checkout_intent(
    p_checkout_attempt_id bigint,
    p_intent_reference text,
    p_lease_number integer default null
)
    returns table (
        intent_reference text,
        may_be_confirmed boolean,
        state text,
        response_status integer,
        response_body text
    )
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Stores the payment that the provider has made for an open attempt, before it is told to take the money: from here on the attempt is
-- looked up by it, and paid by no other. Gives the one that is stored, which may be another's: that one is to be confirmed. An
-- attempt that has ended, or whose money is on its way back, keeps what it has, and says that nothing may be confirmed for it. So does
-- one that somebody else has taken over, who has seen no payment and may be giving it up.
-- Callers: the checkout flow, between making a payment and confirming it
-- Errors:  MS404 ATTEMPT_NOT_FOUND
-- Locks:   checkout_attempts row
-- Writes:  store.checkout_attempts
declare
    v_attempt store.checkout_attempts;
    v_may_be_confirmed boolean;
begin
    v_attempt := store.checkout_attempt_lock(p_checkout_attempt_id);
    v_may_be_confirmed := v_attempt.state in ('LOCKED', 'UNKNOWN')
        and v_attempt.lease_number = coalesce(p_lease_number, v_attempt.lease_number);

    if v_may_be_confirmed and v_attempt.intent_reference is null then
        update store.checkout_attempts as a
        set intent_reference = p_intent_reference, updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id
        returning a.* into v_attempt;
    end if;

    return query
        select
            v_attempt.intent_reference, v_may_be_confirmed, v_attempt.state::text, v_attempt.response_status,
            v_attempt.response_body;
end;
$$;

comment on function api.checkout_intent is 'Stores the provider''s payment of an attempt, before it may take money.';
revoke all on function api.checkout_intent from public;
grant execute on function api.checkout_intent to mami_gateway;
