create or replace function store.slot_dates_bookable(
    p_delivery_slot_id bigint,
    p_date_from date default null,
    p_date_to date default null
)
    returns table (slot_date date, remaining integer)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The dates on which a slot can still be booked, in order: not begun, not full, inside the booking horizon, and not
-- outside p_date_from to p_date_to where those are given.
-- Callers: api.delivery_slot_list, store.checkout_plan
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_now timestamp := store.local_now();
begin
    return query
        select d.day::date, coalesce(b.capacity - b.booked, s.capacity)
        from store.delivery_slots as s
        cross join store.settings as g
        cross join lateral generate_series(
            greatest(v_now::date, p_date_from)::timestamp,
            least(v_now::date + g.booking_horizon_days, p_date_to)::timestamp,
            interval '1 day'
        ) as d (day)
        left join store.slot_dates as b on b.delivery_slot_id = s.delivery_slot_id and b.slot_date = d.day::date
        where s.delivery_slot_id = p_delivery_slot_id
            and s.is_active
            and extract(dow from d.day) = s.day_of_week
            and d.day + s.start_time > v_now
            and coalesce(b.capacity - b.booked, s.capacity) > 0
        order by d.day;
end;
$$;

comment on function store.slot_dates_bookable is 'The dates on which a delivery slot can still be booked.';
revoke all on function store.slot_dates_bookable from public;
