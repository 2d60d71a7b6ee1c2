create or replace function store.checkout_attempt_lock(p_checkout_attempt_id bigint)
    returns store.checkout_attempts
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Takes the row of an attempt for a program that drives it on, and names the customer as whose work it is.
-- Callers: api.checkout_intent, api.checkout_action, api.checkout_release, api.checkout_doubt, api.checkout_expire, api.checkout_compensate,
--          api.checkout_compensated, api.checkout_review
-- Errors:  MS404 ATTEMPT_NOT_FOUND
-- Locks:   checkout_attempts row
-- Writes:  the transaction-local settings mami.actor and mami.source
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

    perform store.act_as(v_attempt.user_id::text);

    return v_attempt;
end;
$$;

comment on function store.checkout_attempt_lock is 'Locks a checkout attempt to drive it on.';
revoke all on function store.checkout_attempt_lock from public;
