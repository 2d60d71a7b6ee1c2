create or replace function api.user_me(p_actor_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The actor's own user.
-- Callers: GET /me, GET /auth/me
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'CUSTOMER', 'EMPLOYEE', 'MANAGER', 'ADMIN');

    return row_to_json(row(store.user_json(p_actor_id))::store.data_body);
end;
$$;

comment on function api.user_me is 'The actor''s own user.';
revoke all on function api.user_me from public;
grant execute on function api.user_me to mami_gateway, mami_operator;
