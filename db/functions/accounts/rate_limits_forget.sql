create or replace function api.rate_limits_forget(p_limit integer)
    returns setof text
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Forgets windows that have ended: they count nothing any more. Gives the buckets that are gone.
-- Callers: the sweeper of every gateway
-- Errors:  none
-- Locks:   rate_limits rows that nobody else has locked
-- Writes:  store.rate_limits
begin
    return query
        with ended as (
            select r.bucket
            from store.rate_limits as r
            where r.window_starts_at <= clock_timestamp() - interval '1 minute'
            limit p_limit
            for update skip locked
        )

        delete from store.rate_limits as r
        using ended as e
        where r.bucket = e.bucket
        returning r.bucket;
end;
$$;

comment on function api.rate_limits_forget is 'Forgets counted calls whose minute has passed.';
revoke all on function api.rate_limits_forget from public;
grant execute on function api.rate_limits_forget to mami_gateway;
