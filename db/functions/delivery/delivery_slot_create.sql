create or replace function api.delivery_slot_create(
    p_actor_id bigint,
    p_day_of_week integer,
    p_start_time time,
    p_end_time time,
    p_capacity integer,
    p_branch_id bigint default null,
    p_is_active boolean default true
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Makes a delivery window of the week, at the warehouse.
-- Callers: POST /admin/delivery-slots
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 BRANCH_NOT_FOUND, MS409 SLOT_OVERLAP
-- Locks:   branches row
-- Writes:  store.delivery_slots
declare
    v_slot store.delivery_slots;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    v_slot.branch_id := coalesce(p_branch_id, (select b.branch_id from store.branches as b where b.is_warehouse));
    v_slot.day_of_week := p_day_of_week;
    v_slot.start_time := p_start_time;
    v_slot.end_time := p_end_time;
    v_slot.is_active := coalesce(p_is_active, true);
    perform store.delivery_slot_check(v_slot);

    insert into store.delivery_slots (branch_id, day_of_week, start_time, end_time, capacity, is_active)
    values (v_slot.branch_id, p_day_of_week, p_start_time, p_end_time, p_capacity, v_slot.is_active)
    returning * into v_slot;

    return store.data_json(store.delivery_slot_admin_json(v_slot));
end;
$$;

comment on function api.delivery_slot_create is 'Makes a delivery window of the week.';
revoke all on function api.delivery_slot_create from public;
grant execute on function api.delivery_slot_create to mami_gateway, mami_operator;
