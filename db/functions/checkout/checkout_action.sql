create or replace function api.checkout_action(
    p_checkout_attempt_id bigint,
    p_action_secret text,
    p_action_url text,
    p_lease_number integer default null
)
    returns table (response_status integer, response_body text, state text)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Notes that the card wants its owner (3-D Secure): slot and stock stay locked until the owner has approved or refused, or the
-- deadline of the settings is over, which the first call sets and no further one moves. Meanwhile the attempt is looked at
-- twice a minute, for an event may be lost. Gives the 202 for the client, or the stored answer if somebody else has ended the
-- attempt; of an attempt in another state the state alone. One that somebody else has taken over stays as it is: a pause would end the
-- other's lease.
-- Callers: the checkout flow when the provider asks for the card's owner
-- Errors:  MS404 ATTEMPT_NOT_FOUND
-- Locks:   checkout_attempts row
-- Writes:  store.checkout_attempts
declare
    v_attempt store.checkout_attempts;
begin
    v_attempt := store.checkout_attempt_lock(p_checkout_attempt_id);

    if v_attempt.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED')
        and v_attempt.lease_number = coalesce(p_lease_number, v_attempt.lease_number)
    then
        update store.checkout_attempts as a
        set
            state = 'ACTION_REQUIRED',
            state_reason = 'the card wants its owner',
            action_secret = p_action_secret,
            action_url = p_action_url,
            action_expires_at = d.deadline,
            -- Not before the deadline that ends it, nor long after.
            lease_expires_at = least(
                clock_timestamp() + interval '30 seconds',
                greatest(clock_timestamp() + interval '1 second', d.deadline)
            ),
            updated_at = now()
        from (
            select
                coalesce(
                    v_attempt.action_expires_at, clock_timestamp() + make_interval(mins => s.payment_action_minutes)
                ) as deadline
            from store.settings as s
        ) as d
        where a.checkout_attempt_id = p_checkout_attempt_id
        returning a.* into v_attempt;
    end if;

    return query
        select
            case when v_attempt.state = 'ACTION_REQUIRED' then 202 else v_attempt.response_status end,
            case
                when v_attempt.state = 'ACTION_REQUIRED' then store.checkout_action_body(v_attempt)
                else v_attempt.response_body
            end,
            v_attempt.state::text;
end;
$$;

comment on function api.checkout_action is 'Notes that a checkout waits for the card''s owner.';
revoke all on function api.checkout_action from public;
grant execute on function api.checkout_action to mami_gateway;
