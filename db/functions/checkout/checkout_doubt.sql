create or replace function api.checkout_doubt(p_checkout_attempt_id bigint, p_reason text)
    returns table (state text, response_status integer, response_body text)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Notes that nobody knows whether the provider charged: LOCKED becomes UNKNOWN. Slot and stock stay locked, as the money
-- may have moved. Gives the state as it then is, and the stored answer if somebody else has ended the attempt.
-- Callers: the checkout flow after a timeout, a 5xx or a lost connection
-- Errors:  MS404 ATTEMPT_NOT_FOUND
-- Locks:   checkout_attempts row
-- Writes:  store.checkout_attempts
declare
    v_attempt store.checkout_attempts;
begin
    select a.* into v_attempt
    from store.checkout_attempts as a
    where a.checkout_attempt_id = p_checkout_attempt_id
    for no key update;

    if not found then
        perform store.fail('ATTEMPT_NOT_FOUND');
    end if;

    if v_attempt.state = 'LOCKED' then
        perform store.act_as(v_attempt.user_id::text);

        update store.checkout_attempts as a
        set state = 'UNKNOWN', state_reason = p_reason, updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id
        returning a.* into v_attempt;
    end if;

    return query select v_attempt.state::text, v_attempt.response_status, v_attempt.response_body;
end;
$$;

comment on function api.checkout_doubt(bigint, text) is 'Notes that the outcome of a checkout''s payment is not known.';
revoke all on function api.checkout_doubt(bigint, text) from public;
grant execute on function api.checkout_doubt(bigint, text) to mami_gateway;
