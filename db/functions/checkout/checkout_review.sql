-- migrator: replaces api.checkout_review(bigint, text)
create or replace function api.checkout_review(
    p_checkout_attempt_id bigint,
    p_reason text,
    p_lease_number integer default null
)
    returns table (state text, response_status integer, response_body text)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Hands an attempt to a human: nobody takes it any more, slot and stock stay locked. Gives the state as it then is, and
-- the stored answer if somebody else has ended the attempt. One that somebody else has taken over stays that one's.
-- Callers: the checkout flow when the provider calls our request wrong, or tries are used up
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
        set state = 'NEEDS_REVIEW', state_reason = p_reason, updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id
        returning a.* into v_attempt;
    end if;

    return query select v_attempt.state::text, v_attempt.response_status, v_attempt.response_body;
end;
$$;

comment on function api.checkout_review is 'Hands a checkout attempt to a human.';
revoke all on function api.checkout_review from public;
grant execute on function api.checkout_review to mami_gateway;
