create or replace function api.rate_limit_take(
    p_scope text,
    p_address text,
    p_address_limit integer,
    p_email text,
    p_email_limit integer
)
    returns integer
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Counts one call for the client address and one for the e-mail, in windows of a minute that start with the first
-- call, and gives 0 when both are within their limits, else the seconds to wait. Counted here so that all gateways
-- share it; both buckets in one ordered statement, so that two calls never wait for each other in a ring.
-- Callers: the public auth routes, before any work
-- Errors:  none
-- Locks:   rate_limits rows by bucket
-- Writes:  store.rate_limits
declare
    v_wait integer;
begin
    with buckets as (
        select
            p_scope || '/' || b.kind || '/' || encode(sha256(convert_to(lower(b.value), 'UTF8')), 'hex') as bucket,
            b.hit_limit
        from (values ('address', p_address, p_address_limit), ('email', p_email, p_email_limit)) as b (
            kind, value, hit_limit
        )
        where b.value is not null
        order by bucket
    ),

    counted as (
        insert into store.rate_limits as r (bucket, window_starts_at, hits)
        select b.bucket, clock_timestamp(), 1 from buckets as b
        on conflict (bucket) do update set
            hits = case
                when r.window_starts_at <= excluded.window_starts_at - interval '1 minute' then 1
                else least(r.hits + 1, 1000000)
            end,
            window_starts_at = case
                when r.window_starts_at <= excluded.window_starts_at - interval '1 minute'
                    then excluded.window_starts_at
                else r.window_starts_at
            end
        returning r.bucket, r.window_starts_at, r.hits
    )

    select max(ceil(extract(epoch from c.window_starts_at + interval '1 minute' - clock_timestamp())))::integer
    into v_wait
    from counted as c
    join buckets as b on b.bucket = c.bucket
    where c.hits > b.hit_limit;

    return case when v_wait is null then 0 else greatest(v_wait, 1) end;
end;
$$;

comment on function api.rate_limit_take is 'Counts a public auth call; gives the seconds to wait, or 0.';
revoke all on function api.rate_limit_take from public;
grant execute on function api.rate_limit_take to mami_gateway;
