create or replace function api.settings_get(p_actor_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- What the shop has decided about itself.
-- Callers: GET /admin/settings
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    return store.data_json(store.settings_json());
end;
$$;

comment on function api.settings_get is 'The settings of the shop.';
revoke all on function api.settings_get from public;
grant execute on function api.settings_get to mami_gateway, mami_operator;
