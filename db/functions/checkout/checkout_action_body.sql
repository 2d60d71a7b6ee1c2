create or replace function store.checkout_action_body(p_attempt store.checkout_attempts)
    returns text
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The body of the 202 while a checkout waits for the card's owner: what the customer's own program needs to ask them.
-- Callers: api.checkout_action, api.checkout_lock
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return json_build_object(
        'data', json_build_object(
            'attempt_id', p_attempt.checkout_attempt_id,
            'state', p_attempt.state,
            'client_secret', p_attempt.action_secret,
            'redirect_url', p_attempt.action_url,
            'expires_at', store.rfc3339(p_attempt.action_expires_at)
        )
    )::text;
end;
$$;

comment on function store.checkout_action_body is 'What is answered while a checkout waits for the card''s owner.';
revoke all on function store.checkout_action_body from public;
