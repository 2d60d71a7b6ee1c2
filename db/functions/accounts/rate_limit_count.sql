create or replace function store.rate_limit_count(p_scope text, p_value text, p_limit integer)
    returns integer
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Counts one call of a scope for a value, of which only the hash is kept; gives 0, or the seconds until the window ends.
-- Callers: rate_limit_take
-- Errors:  none
-- Locks:   rate_limits row
-- Writes:  store.rate_limits
declare
    v_bucket text := p_scope || '/' || encode(sha256(convert_to(p_value, 'UTF8')), 'hex');
    v_row store.rate_limits;
begin
    insert into store.rate_limits as r (bucket, window_starts_at, hits)
    values (v_bucket, clock_timestamp(), 1)
    on conflict (bucket) do update set
        hits = case
            when r.window_starts_at <= excluded.window_starts_at - interval '1 minute' then 1
            else least(r.hits + 1, 1000000)
        end,
        window_starts_at = case
            when r.window_starts_at <= excluded.window_starts_at - interval '1 minute' then excluded.window_starts_at
            else r.window_starts_at
        end
    returning r.* into v_row;

    if v_row.hits <= p_limit then
        return 0;
    end if;

    return greatest(ceil(extract(epoch from v_row.window_starts_at + interval '1 minute' - clock_timestamp())), 1)::integer;
end;
$$;

comment on function store.rate_limit_count is 'Counts one call of a scope for one value.';
revoke all on function store.rate_limit_count from public;
