create or replace function api.inventory_load_begin(p_actor_id bigint)
    returns bigint
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Opens a load: the id under which the rows of a file are copied to api.inventory_load_rows.
-- Callers: the gateway, before the first rows of a file
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  store.inventory_loads
declare
    v_load_id bigint;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    insert into store.inventory_loads (user_id)
    values (p_actor_id)
    returning inventory_load_id into v_load_id;

    return v_load_id;
end;
$$;

comment on function api.inventory_load_begin is 'Opens a load of stock from a file.';
revoke all on function api.inventory_load_begin from public;
grant execute on function api.inventory_load_begin to mami_gateway;
