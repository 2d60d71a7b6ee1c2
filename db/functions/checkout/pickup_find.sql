create or replace function store.pickup_find(
    p_branch_id bigint,
    p_capacity integer,
    p_policy store.settings,
    p_wish timestamptz,
    p_now timestamptz
)
    returns timestamptz
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- When a pickup begins: at the wish, or at the next full hour. It leaves time for picking, begins and ends within the opening hours of its
-- day, and its hour has a place left: one is taken by every attempt that has not ended without an order, and given back with it or with an
-- order that is canceled. Nothing counts them beside: who must be sure holds the lock of the hour.
-- Hours are those of the clock at the wall, and there are 23 or 25 of them on two days of the year.
-- Callers: checkout_plan
-- Errors:  MS400 INVALID_SLOT, MS409 SLOT_FULL
-- Locks:   none
-- Writes:  none
declare
    v_zone text := p_policy.time_zone;
    v_today date := (p_now at time zone v_zone)::date;
    v_window interval := make_interval(hours => p_policy.delivery_slot_hours);
    v_earliest timestamptz := p_now + make_interval(mins => p_policy.pickup_lead_minutes);
    v_first timestamptz := date_trunc('hour', v_earliest, v_zone);
    v_day date := (p_wish at time zone v_zone)::date;
    v_found timestamptz;
begin
    if v_first < v_earliest then
        v_first := v_first + interval '1 hour';
    end if;

    if p_wish < v_earliest then
        perform store.fail('INVALID_SLOT', '{"reason": "picking takes longer than that"}');
    elsif v_day > v_today + p_policy.booking_horizon_days
        or p_wish < (v_day + p_policy.delivery_start_time) at time zone v_zone
        or p_wish + v_window > (v_day + p_policy.delivery_end_time) at time zone v_zone
    then
        perform store.fail('INVALID_SLOT', '{"reason": "no pickup at this time"}');
    end if;

    select t.starts_at into v_found
    from (
        select p_wish as starts_at
        where p_wish is not null
        union all
        -- Where no hour is ever full, the first one of a day will do.
        select h.starts_at
        from generate_series(0, p_policy.booking_horizon_days) as d (n)
        cross join lateral generate_series(
            greatest(v_first, (v_today + d.n + p_policy.delivery_start_time) at time zone v_zone),
            (v_today + d.n + p_policy.delivery_end_time) at time zone v_zone - v_window,
            case when p_capacity is null then interval '2 days' else interval '1 hour' end
        ) as h (starts_at)
        where p_wish is null
    ) as t
    left join (
        select date_trunc('hour', a.pickup_starts_at, v_zone) as hour, count(*) as pickups
        from store.checkout_attempts as a
        left join store.orders as o on o.checkout_attempt_id = a.checkout_attempt_id
        where p_capacity is not null
            and a.branch_id = p_branch_id
            and a.pickup_starts_at >= date_trunc('hour', coalesce(p_wish, v_first), v_zone)
            and (p_wish is null or a.pickup_starts_at < date_trunc('hour', p_wish, v_zone) + interval '1 hour')
            and a.state not in ('DECLINED', 'EXPIRED', 'COMPENSATED')
            and o.status is distinct from 'CANCELED'
        group by date_trunc('hour', a.pickup_starts_at, v_zone)
    ) as b on b.hour = date_trunc('hour', t.starts_at, v_zone)
    where p_capacity is null
        or coalesce(b.pickups, 0) < p_capacity
    order by t.starts_at
    limit 1;

    if v_found is null and p_capacity is not null then
        perform store.fail('SLOT_FULL');
    elsif v_found is null then
        perform store.fail('INVALID_SLOT', '{"reason": "no pickup at this time"}');
    end if;

    return v_found;
end;
$$;

comment on function store.pickup_find is 'When a pickup can begin: at the wish, or at the next full hour.';
revoke all on function store.pickup_find from public;
