create or replace function api.idempotency_keys_forget(p_limit integer)
    returns table (checkout_attempt_id bigint)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Forgets the Idempotency-Keys of attempts that ended more than 72 hours ago: a key is free again, its attempt stays, and
-- so does the rule that a cart makes one order, for ever. Gives the attempts, p_limit at the most.
-- Callers: the sweeper of every gateway
-- Errors:  none
-- Locks:   checkout_attempts rows that nobody else has locked
-- Writes:  store.checkout_attempts
begin
    perform store.act_as('system');

    return query
        with old as (
            select a.checkout_attempt_id
            from store.checkout_attempts as a
            where a.idempotency_key is not null
                and a.state in ('COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED')
                and a.updated_at < clock_timestamp() - interval '72 hours'
            order by a.updated_at
            limit p_limit
            for no key update skip locked
        )

        update store.checkout_attempts as a
        set idempotency_key = null
        from old as o
        where a.checkout_attempt_id = o.checkout_attempt_id
        returning a.checkout_attempt_id;
end;
$$;

comment on function api.idempotency_keys_forget is 'Forgets the Idempotency-Keys of checkouts that ended more than 72 hours ago.';
revoke all on function api.idempotency_keys_forget from public;
grant execute on function api.idempotency_keys_forget to mami_gateway;
