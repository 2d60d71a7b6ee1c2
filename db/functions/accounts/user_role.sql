create or replace function api.user_role(p_actor_id bigint)
    returns text
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The role that the actor has now: an access token says the one of its making, up to a quarter of an hour ago.
-- Callers: the gateway, before it refuses a call for the role that a token says
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    return store.enter_read(p_actor_id, 'CUSTOMER', 'EMPLOYEE', 'MANAGER', 'ADMIN')::text;
end;
$$;

comment on function api.user_role is 'The role that the actor has now.';
revoke all on function api.user_role from public;
grant execute on function api.user_role to mami_gateway, mami_operator;
