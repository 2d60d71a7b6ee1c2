create or replace function api.delivery_slot_admin_list(
    p_actor_id bigint,
    p_branch_id bigint default null,
    p_day_of_week integer default null,
    p_is_active boolean default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The delivery windows, inactive ones too, by branch, week day and time.
-- Callers: GET /admin/delivery-slots
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    return store.page_json(
        array(
            select store.delivery_slot_admin_json(s)
            from store.delivery_slots as s
            where (p_branch_id is null or s.branch_id = p_branch_id)
                and (p_day_of_week is null or s.day_of_week = p_day_of_week)
                and (p_is_active is null or s.is_active = p_is_active)
            order by s.branch_id, s.day_of_week, s.start_time, s.delivery_slot_id
            limit p_limit offset p_offset
        ),
        (
            select count(*)
            from store.delivery_slots as s
            where (p_branch_id is null or s.branch_id = p_branch_id)
                and (p_day_of_week is null or s.day_of_week = p_day_of_week)
                and (p_is_active is null or s.is_active = p_is_active)
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.delivery_slot_admin_list is 'The delivery windows, inactive ones too.';
revoke all on function api.delivery_slot_admin_list from public;
grant execute on function api.delivery_slot_admin_list to mami_gateway, mami_operator;
