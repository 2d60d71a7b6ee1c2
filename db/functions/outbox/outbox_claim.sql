-- migrator: replaces api.outbox_claim(integer, integer)
create or replace function api.outbox_claim(p_limit integer, p_lease_seconds integer)
    returns table (
        outbox_id bigint,
        kind text,
        payload text,
        tries integer,
        refund_id bigint,
        provider_reference text,
        amount_minor bigint,
        currency text,
        capture_id bigint,
        provider_key text,
        payment_token_id bigint,
        provider_token text,
        lease_number integer
    )
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Takes effects that are due and that nobody else is at, each with a lease by the clock, and its number.
-- Callers: the outbox worker of every gateway
-- Errors:  none
-- Locks:   outbox rows that nobody else has locked
-- Writes:  store.outbox
begin
    perform store.act_as('system');

    return query
        with due as (
            select b.outbox_id
            from store.outbox as b
            where b.status = 'PENDING'
                and b.due_at <= clock_timestamp()
                -- A card that a checkout still charges is forgotten afterwards.
                and not exists (
                    select
                    from store.checkout_attempts as a
                    where a.payment_token_id = b.payment_token_id
                        and a.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED')
                )
            order by b.due_at
            limit p_limit
            for no key update skip locked
        ),

        taken as (
            update store.outbox as b
            set
                due_at = clock_timestamp() + make_interval(secs => p_lease_seconds),
                lease_number = b.lease_number + 1,
                tries = b.tries + 1,
                updated_at = now()
            from due as d
            where b.outbox_id = d.outbox_id
            returning b.*
        )

        select
            b.outbox_id, b.kind, b.payload::text, b.tries, b.refund_id,
            coalesce(r.provider_reference, c.provider_reference), (coalesce(r.amount, c.amount) * 100)::bigint,
            coalesce(r.currency, c.currency), b.capture_id,
            s.shop_id || '-' || coalesce(r.provider_key, c.provider_key), b.payment_token_id, t.provider_token,
            b.lease_number
        from taken as b
        cross join store.settings as s
        left join store.refunds as r on r.refund_id = b.refund_id
        left join store.captures as c on c.capture_id = b.capture_id
        left join store.payment_tokens as t on t.payment_token_id = b.payment_token_id;
end;
$$;

comment on function api.outbox_claim is 'Takes effects of the outbox that are due, each for one worker.';
revoke all on function api.outbox_claim from public;
grant execute on function api.outbox_claim to mami_gateway;
