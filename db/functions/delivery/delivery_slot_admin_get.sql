create or replace function api.delivery_slot_admin_get(p_actor_id bigint, p_delivery_slot_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One delivery window, inactive or not.
-- Callers: GET /admin/delivery-slots/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 DELIVERY_SLOT_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_found json;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    select store.delivery_slot_admin_json(s) into v_found
    from store.delivery_slots as s
    where s.delivery_slot_id = p_delivery_slot_id;

    if not found then
        perform store.fail('DELIVERY_SLOT_NOT_FOUND');
    end if;

    return store.data_json(v_found);
end;
$$;

comment on function api.delivery_slot_admin_get is 'One delivery window, inactive or not.';
revoke all on function api.delivery_slot_admin_get from public;
grant execute on function api.delivery_slot_admin_get to mami_gateway, mami_operator;
