-- migrator: replaces api.checkout_compensate(bigint, text, bigint, text, boolean)
create or replace function api.checkout_compensate(
    p_checkout_attempt_id bigint,
    p_provider_reference text,
    p_charged_minor bigint,
    p_reason text,
    p_is_held boolean default false,
    p_lease_number integer default null
)
    returns table (state text, response_status integer, response_body text)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Notes that an attempt is paid and cannot become an order: the money must go back before slot and stock do; where it
-- is only held, it must be let go. Ended already without this charge: the charge is stray, and queued for that, whoever tells of it. One
-- that waits for a human, who knows of no money, goes back to the reconciler. One that somebody else has taken over is left to that one,
-- who asks the provider. Gives the state as it then is, and the stored answer if there is one.
-- Callers: the checkout flow
-- Errors:  MS404 ATTEMPT_NOT_FOUND
-- Locks:   checkout_attempts row
-- Writes:  store.checkout_attempts; for a stray charge store.refunds or store.captures, store.outbox
declare
    v_attempt store.checkout_attempts;
begin
    v_attempt := store.checkout_attempt_lock(p_checkout_attempt_id);

    if (
            v_attempt.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED')
            and v_attempt.lease_number = coalesce(p_lease_number, v_attempt.lease_number)
        )
        or (v_attempt.state = 'NEEDS_REVIEW' and v_attempt.charged_amount is null)
    then
        update store.checkout_attempts as a
        set
            state = 'COMPENSATING',
            state_reason = p_reason,
            provider_reference = p_provider_reference,
            charged_amount = p_charged_minor / 100.0,
            is_held = p_is_held,
            lease_expires_at = clock_timestamp(),
            lease_number = a.lease_number + 1,
            tries = 0,
            updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id
        returning a.* into v_attempt;
    elsif v_attempt.state in ('COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED') then
        perform store.checkout_stray(v_attempt, p_provider_reference, p_charged_minor / 100.0, p_is_held);
    end if;

    return query select v_attempt.state::text, v_attempt.response_status, v_attempt.response_body;
end;
$$;

comment on function api.checkout_compensate is 'Notes that a paid checkout cannot become an order and must be refunded.';
revoke all on function api.checkout_compensate from public;
grant execute on function api.checkout_compensate to mami_gateway;
