create or replace function api.checkout_continue(
    p_actor_id bigint,
    p_checkout_attempt_id bigint,
    p_lease_seconds integer
)
    returns table (
        response_status integer,
        response_body text,
        checkout_attempt_id bigint,
        state text,
        amount_minor bigint,
        currency text,
        provider_token text,
        provider_reference text,
        charged_minor bigint,
        age_seconds integer,
        tries integer,
        capture text,
        is_held boolean,
        shop_id text,
        provider_key text,
        intent_reference text,
        customer_reference text,
        action_is_over boolean,
        lease_number integer
    )
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The customer says that the card's owner has been asked: takes the attempt that waits for that, so that the provider is asked how
-- it ended, under a lease with a number of its own. Ended already: gives the answer that the key has. One in doubt is made due for the reconciler. In any other open
-- state, or with another driver at it, nothing changes, and the state is all there is.
-- Callers: POST /checkout/attempts/{id}/continue
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ATTEMPT_NOT_FOUND
-- Locks:   checkout_attempts row
-- Writes:  store.checkout_attempts
declare
    v_attempt store.checkout_attempts;
    v_is_taken boolean;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');

    select a.* into v_attempt
    from store.checkout_attempts as a
    where a.checkout_attempt_id = p_checkout_attempt_id
        and a.user_id = p_actor_id
    for no key update;

    if not found then
        perform store.fail('ATTEMPT_NOT_FOUND');
    end if;

    v_is_taken := v_attempt.state = 'ACTION_REQUIRED';

    if v_is_taken then
        update store.checkout_attempts as a
        set
            lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds),
            lease_number = a.lease_number + 1,
            tries = a.tries + 1,
            updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id
        returning a.* into v_attempt;
    elsif v_attempt.state = 'UNKNOWN' then
        update store.checkout_attempts as a
        set lease_expires_at = least(a.lease_expires_at, clock_timestamp()), updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id;
    end if;

    return query
        select
            v_attempt.response_status,
            v_attempt.response_body,
            v_attempt.checkout_attempt_id,
            v_attempt.state::text,
            (v_attempt.total_amount * 100)::bigint,
            v_attempt.currency,
            t.provider_token,
            v_attempt.provider_reference,
            (v_attempt.charged_amount * 100)::bigint,
            extract(epoch from clock_timestamp() - v_attempt.created_at)::integer,
            v_attempt.tries,
            v_attempt.capture::text,
            v_attempt.is_held,
            s.shop_id::text,
            v_attempt.provider_key::text,
            v_attempt.intent_reference,
            t.customer_reference,
            v_attempt.action_expires_at <= clock_timestamp(),
            v_attempt.lease_number
        from store.payment_tokens as t
        cross join store.settings as s
        where t.payment_token_id = v_attempt.payment_token_id;
end;
$$;

comment on function api.checkout_continue is 'Takes a checkout whose card''s owner has been asked.';
revoke all on function api.checkout_continue from public;
grant execute on function api.checkout_continue to mami_gateway;
