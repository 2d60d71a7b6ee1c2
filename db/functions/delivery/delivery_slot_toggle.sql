create or replace function api.delivery_slot_toggle(p_actor_id bigint, p_delivery_slot_id bigint, p_active boolean)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Offers a delivery window or no longer; on again only as one that may be made now. What is booked stays booked.
-- Callers: PATCH /admin/delivery-slots/{id}/toggle
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 BRANCH_NOT_FOUND,
--          MS404 DELIVERY_SLOT_NOT_FOUND, MS409 SLOT_OVERLAP
-- Locks:   delivery_slots row, branches row
-- Writes:  store.delivery_slots
declare
    v_slot store.delivery_slots;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    select s.* into v_slot
    from store.delivery_slots as s
    where s.delivery_slot_id = p_delivery_slot_id
    for no key update;

    if not found then
        perform store.fail('DELIVERY_SLOT_NOT_FOUND');
    end if;

    -- What is so already changes nothing, and leaves nothing in the audit log.
    if v_slot.is_active <> p_active then
        v_slot.is_active := p_active;

        if p_active then
            perform store.delivery_slot_check(v_slot);
        end if;

        update store.delivery_slots as s
        set is_active = p_active, updated_at = now()
        where s.delivery_slot_id = p_delivery_slot_id
        returning * into v_slot;
    end if;

    return store.data_json(store.delivery_slot_admin_json(v_slot));
end;
$$;

comment on function api.delivery_slot_toggle is 'Offers a delivery window, or no longer.';
revoke all on function api.delivery_slot_toggle from public;
grant execute on function api.delivery_slot_toggle to mami_gateway, mami_operator;
