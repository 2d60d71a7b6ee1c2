create or replace function api.reconciliation_claim(p_provider text, p_lease_seconds integer)
    returns table (reconciliation_id bigint, tries integer, listed_from bigint, listed_before bigint)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Takes a comparison of the books with the provider's list that nobody is at; before, makes today's, once for all gateways, from two
-- o'clock on the shop's clock. Today's is of the eight days to midnight, as money is held for seven: what is captured late is
-- compared too. Each try begins anew. What is to be listed, in seconds since 1970, is more than the period: an hour around it, as clocks differ,
-- and back to where the refunds were asked for that were made in it.
-- Callers: the reconciliation of every gateway
-- Errors:  none
-- Locks:   reconciliations row that nobody else has locked
-- Writes:  store.reconciliations, store.provider_objects
declare
    v_run store.reconciliations;
begin
    perform store.act_as('system');

    insert into store.reconciliations (provider, period_start, period_end, is_daily)
    select
        p_provider, (store.local_now()::date - 8)::timestamp at time zone s.time_zone,
        store.local_now()::date::timestamp at time zone s.time_zone, true
    from store.settings as s
    where extract(hour from store.local_now()) >= 2
        and not exists (
            select
            from store.reconciliations as r
            where r.provider = p_provider
                and r.is_daily
                and r.period_end = store.local_now()::date::timestamp at time zone s.time_zone
        )
    on conflict do nothing;

    -- Who failed eight times does not get better by the ninth; tomorrow's run looks at the same days.
    update store.reconciliations as r
    set status = 'FAILED', ended_at = clock_timestamp(), last_error = coalesce(r.last_error, 'not brought to its end')
    where r.status = 'OPEN'
        and r.tries >= 8
        and r.lease_expires_at <= clock_timestamp();

    update store.reconciliations as r
    set
        lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds),
        begun_at = clock_timestamp(),
        tries = r.tries + 1,
        payments = 0,
        refunds = 0,
        disputes = 0,
        foreign_objects = 0
    where r.reconciliation_id = (
        select d.reconciliation_id
        from store.reconciliations as d
        where d.provider = p_provider
            and d.status = 'OPEN'
            and d.lease_expires_at <= clock_timestamp()
        -- What somebody waits for first.
        order by d.is_daily, d.lease_expires_at
        limit 1
        for no key update skip locked
    )
    returning r.* into v_run;

    if not found then
        return;
    end if;

    delete from store.provider_objects as o
    where o.reconciliation_id = v_run.reconciliation_id;

    return query
        select
            v_run.reconciliation_id,
            v_run.tries,
            extract(epoch from greatest(
                least(v_run.period_start, min(f.created_at)) - interval '1 hour', v_run.period_start - interval '31 days'
            ))::bigint,
            extract(epoch from v_run.period_end + interval '1 hour')::bigint
        from store.refunds as f
        where f.provider = v_run.provider
            and f.status = 'SUCCEEDED'
            and f.updated_at >= v_run.period_start
            and f.updated_at < v_run.period_end;
end;
$$;

comment on function api.reconciliation_claim is 'Takes a comparison of the books with the provider''s list, for one gateway.';
revoke all on function api.reconciliation_claim from public;
grant execute on function api.reconciliation_claim to mami_gateway;
