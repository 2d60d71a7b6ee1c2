create or replace function api.user_toggle(p_actor_id bigint, p_user_id bigint, p_active boolean)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Switches a user off or on. The rules are user_set's.
-- Callers: PATCH /admin/users/{id}/toggle
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 CANNOT_MODIFY_SELF, MS403 FORBIDDEN, MS404 USER_NOT_FOUND,
--          MS409 LAST_ADMIN
-- Locks:   users rows
-- Writes:  store.users, store.sessions
declare
    v_role store.user_role := store.enter(p_actor_id, 'MANAGER', 'ADMIN');
begin
    perform store.user_set(p_actor_id, v_role, p_user_id, p_is_active => p_active);

    return store.data_json(store.user_json(p_user_id));
end;
$$;

comment on function api.user_toggle is 'Switches a user off or on, for managers and admins.';
revoke all on function api.user_toggle from public;
grant execute on function api.user_toggle to mami_gateway, mami_operator;
