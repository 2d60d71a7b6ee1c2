-- migrator: replaces store.slot_dates_bookable(bigint[], date, date)
create or replace function store.slot_dates_bookable(
    p_delivery_slot_ids bigint[],
    p_date_from date default null,
    p_date_to date default null,
    p_now timestamptz default now()
)
    returns table (delivery_slot_id bigint, slot_date date, remaining integer)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The dates on which slots can still be booked, in order: before the cut-off, not full, inside the booking horizon and the opening hours,
-- and not outside p_date_from to p_date_to where those are given. One statement for one slot and for a page of them.
-- Callers: delivery_slot_list, checkout_plan
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_policy store.settings;
    v_today date;
begin
    select g.* into v_policy from store.settings as g;

    v_today := (p_now at time zone v_policy.time_zone)::date;

    return query
        select s.delivery_slot_id, d.day::date, coalesce(b.capacity - b.booked, s.capacity)
        from generate_series(
            greatest(v_today, p_date_from)::timestamp,
            least(v_today + v_policy.booking_horizon_days, p_date_to)::timestamp,
            interval '1 day'
        ) as d (day)
        join store.delivery_slots as s on s.day_of_week = extract(dow from d.day)
        left join store.slot_dates as b on b.delivery_slot_id = s.delivery_slot_id and b.slot_date = d.day::date
        where s.delivery_slot_id = any (p_delivery_slot_ids)
            and s.is_active
            and s.start_time >= v_policy.delivery_start_time
            and s.end_time <= v_policy.delivery_end_time
            and (d.day + s.start_time) at time zone v_policy.time_zone
                >= p_now + make_interval(mins => v_policy.booking_cutoff_minutes)
            and coalesce(b.capacity - b.booked, s.capacity) > 0
        order by s.delivery_slot_id, d.day;
end;
$$;

comment on function store.slot_dates_bookable is 'The dates on which delivery slots can still be booked.';
revoke all on function store.slot_dates_bookable from public;
