create or replace function api.category_toggle(p_actor_id bigint, p_category_id bigint, p_active boolean)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Switches a category on or off. An inactive one hides its products.
-- Callers: PATCH /admin/categories/{id}/toggle
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 CATEGORY_NOT_FOUND
-- Locks:   categories row
-- Writes:  store.categories
declare
    v_category store.categories;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    -- What is so already changes nothing, and leaves nothing in the audit log.
    update store.categories as k
    set is_active = p_active, updated_at = now()
    where k.category_id = p_category_id
        and k.is_active <> p_active;

    select k.* into v_category from store.categories as k where k.category_id = p_category_id;

    if not found then
        perform store.fail('CATEGORY_NOT_FOUND');
    end if;

    return store.data_json(store.category_admin_json(v_category));
end;
$$;

comment on function api.category_toggle is 'Switches a category on or off.';
revoke all on function api.category_toggle from public;
grant execute on function api.category_toggle to mami_gateway, mami_operator;
