-- migrator: replaces api.checkout_claim(integer, integer)
create or replace function api.checkout_claim(p_limit integer, p_lease_seconds integer)
    returns table (
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
-- Takes attempts that nobody drives: their lease is over by the clock, not by the transaction's begin, and nobody else
-- is taking them. Whoever takes one has the lease and its number; if that dies too, or is late, the next one takes over.
-- Callers: the reconciler of every gateway
-- Errors:  none
-- Locks:   checkout_attempts rows that nobody else has locked
-- Writes:  store.checkout_attempts
begin
    perform store.act_as('system');

    return query
        with due as (
            select a.checkout_attempt_id
            from store.checkout_attempts as a
            where a.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING')
                and a.lease_expires_at <= clock_timestamp()
            order by a.lease_expires_at
            limit p_limit
            for no key update skip locked
        ),

        taken as (
            update store.checkout_attempts as a
            set
                lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds),
                lease_number = a.lease_number + 1,
                tries = a.tries + 1,
                updated_at = now()
            from due as d
            where a.checkout_attempt_id = d.checkout_attempt_id
            returning a.*
        )

        select
            a.checkout_attempt_id,
            a.state::text,
            (a.total_amount * 100)::bigint,
            a.currency,
            t.provider_token,
            a.provider_reference,
            (a.charged_amount * 100)::bigint,
            extract(epoch from clock_timestamp() - a.created_at)::integer,
            a.tries,
            a.capture::text,
            a.is_held,
            s.shop_id::text,
            a.provider_key::text,
            a.intent_reference,
            t.customer_reference,
            a.action_expires_at <= clock_timestamp(),
            a.lease_number
        from taken as a
        cross join store.settings as s
        join store.payment_tokens as t on t.payment_token_id = a.payment_token_id;
end;
$$;

comment on function api.checkout_claim is 'Takes checkout attempts that are due, each for one reconciler.';
revoke all on function api.checkout_claim from public;
grant execute on function api.checkout_claim to mami_gateway;
