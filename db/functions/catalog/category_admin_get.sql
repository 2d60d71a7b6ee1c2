create or replace function api.category_admin_get(p_actor_id bigint, p_category_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One category, inactive or not.
-- Callers: GET /admin/categories/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 CATEGORY_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_found json;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    select store.category_admin_json(k) into v_found
    from store.categories as k
    where k.category_id = p_category_id;

    if not found then
        perform store.fail('CATEGORY_NOT_FOUND');
    end if;

    return store.data_json(v_found);
end;
$$;

comment on function api.category_admin_get is 'One category, inactive or not.';
revoke all on function api.category_admin_get from public;
grant execute on function api.category_admin_get to mami_gateway, mami_operator;
