-- migrator: replaces api.checkout_doubt(bigint, text, integer)
create or replace function api.checkout_doubt(
    p_checkout_attempt_id bigint,
    p_reason text,
    p_pause_ms integer,
    p_lease_number integer default null
)
    returns table (state text, response_status integer, response_body text)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Notes that nobody knows yet how the attempt ends, and when to try again: LOCKED becomes UNKNOWN, any other open state
-- stays what it is: one that waits for the card's owner goes on waiting. Slot and stock stay locked, as the money may have moved. Gives the state as it then is, and the
-- stored answer if somebody else has ended the attempt. One that somebody else has taken over stays as it is: a pause would end the
-- other's lease.
-- Callers: the checkout flow after a timeout, a 5xx or a lost connection
-- Errors:  MS404 ATTEMPT_NOT_FOUND
-- Locks:   checkout_attempts row
-- Writes:  store.checkout_attempts
declare
    v_attempt store.checkout_attempts;
begin
    v_attempt := store.checkout_attempt_lock(p_checkout_attempt_id);

    if v_attempt.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING')
        and v_attempt.lease_number = coalesce(p_lease_number, v_attempt.lease_number)
    then
        update store.checkout_attempts as a
        set
            state = case when a.state = 'LOCKED' then 'UNKNOWN' else a.state end,
            state_reason = p_reason,
            lease_expires_at = clock_timestamp() + make_interval(secs => p_pause_ms / 1000.0),
            updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id
        returning a.* into v_attempt;
    end if;

    return query select v_attempt.state::text, v_attempt.response_status, v_attempt.response_body;
end;
$$;

comment on function api.checkout_doubt is 'Notes that the outcome of a checkout''s payment is not known, and when to ask again.';
revoke all on function api.checkout_doubt from public;
grant execute on function api.checkout_doubt to mami_gateway;
