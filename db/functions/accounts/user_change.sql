create or replace function api.user_change(
    p_actor_id bigint,
    p_user_id bigint,
    p_role text default null,
    p_full_name text default null,
    p_phone text default null,
    p_is_active boolean default null,
    p_clear text[] default '{}'
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Changes a user. What is null stays; p_clear names what is to be empty: phone. The rules are user_set's.
-- Callers: PATCH /admin/users/{id}
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 CANNOT_MODIFY_SELF, MS403 FORBIDDEN, MS404 USER_NOT_FOUND,
--          MS409 LAST_ADMIN
-- Locks:   users rows
-- Writes:  store.users; where a user is switched off or on store.sessions
declare
    v_role store.user_role := store.enter(p_actor_id, 'MANAGER', 'ADMIN');
begin
    perform store.user_set(
        p_actor_id, v_role, p_user_id, p_role::store.user_role, p_full_name, p_phone, p_is_active, p_clear
    );

    return store.data_json(store.user_json(p_user_id));
end;
$$;

comment on function api.user_change is 'Changes a user, for managers and admins.';
revoke all on function api.user_change from public;
grant execute on function api.user_change to mami_gateway, mami_operator;
