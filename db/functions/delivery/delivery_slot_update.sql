create or replace function api.delivery_slot_update(
    p_actor_id bigint,
    p_delivery_slot_id bigint,
    p_branch_id bigint default null,
    p_day_of_week integer default null,
    p_start_time time default null,
    p_end_time time default null,
    p_capacity integer default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Changes a delivery window: what is null stays. Another capacity is that of all dates from today on, and not below what is booked on
-- one of them. When and where it is does not change as long as something is booked in it.
-- Callers: PATCH /admin/delivery-slots/{id}
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 BRANCH_NOT_FOUND,
--          MS404 DELIVERY_SLOT_NOT_FOUND, MS409 BELOW_BOOKED, MS409 SLOT_BOOKED, MS409 SLOT_OVERLAP
-- Locks:   delivery_slots row, branches row, slot_dates rows by date
-- Writes:  store.delivery_slots, store.slot_dates
declare
    v_today date := store.local_now()::date;
    v_slot store.delivery_slots;
    v_next store.delivery_slots;
    v_booked jsonb;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    -- Not "no key": slot_book takes a key share lock before it makes the row of a date, and must not do so unseen.
    select s.* into v_slot
    from store.delivery_slots as s
    where s.delivery_slot_id = p_delivery_slot_id
    for update;

    if not found then
        perform store.fail('DELIVERY_SLOT_NOT_FOUND');
    end if;

    v_next := v_slot;
    v_next.branch_id := coalesce(p_branch_id, v_slot.branch_id);
    v_next.day_of_week := coalesce(p_day_of_week, v_slot.day_of_week);
    v_next.start_time := coalesce(p_start_time, v_slot.start_time);
    v_next.end_time := coalesce(p_end_time, v_slot.end_time);

    -- One that was made under other settings may keep its window, and have its capacity changed.
    if v_next <> v_slot then
        perform store.delivery_slot_check(v_next);
    end if;

    perform 1
    from store.slot_dates as d
    where d.delivery_slot_id = p_delivery_slot_id
        and d.slot_date >= v_today
    order by d.slot_date
    for no key update;

    select jsonb_agg(jsonb_build_object('date', d.slot_date, 'booked', d.booked) order by d.slot_date) into v_booked
    from store.slot_dates as d
    where d.delivery_slot_id = p_delivery_slot_id
        and d.slot_date >= v_today
        and d.booked > case when v_next <> v_slot then 0 else p_capacity end;

    if v_booked is not null and v_next <> v_slot then
        perform store.fail('SLOT_BOOKED', jsonb_build_object('dates', v_booked));
    elsif v_booked is not null then
        perform store.fail('BELOW_BOOKED', jsonb_build_object('capacity', p_capacity, 'dates', v_booked));
    end if;

    update store.slot_dates as d
    set capacity = p_capacity
    where d.delivery_slot_id = p_delivery_slot_id
        and d.slot_date >= v_today
        and d.capacity <> p_capacity;

    update store.delivery_slots as s
    set
        branch_id = v_next.branch_id,
        day_of_week = v_next.day_of_week,
        start_time = v_next.start_time,
        end_time = v_next.end_time,
        capacity = coalesce(p_capacity, s.capacity),
        updated_at = now()
    where s.delivery_slot_id = p_delivery_slot_id
    returning * into v_slot;

    return store.data_json(store.delivery_slot_admin_json(v_slot));
end;
$$;

comment on function api.delivery_slot_update is 'Changes a delivery window of the week.';
revoke all on function api.delivery_slot_update from public;
grant execute on function api.delivery_slot_update to mami_gateway, mami_operator;
