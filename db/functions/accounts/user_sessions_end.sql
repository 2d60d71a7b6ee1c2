create or replace function api.user_sessions_end(p_actor_id bigint, p_user_id bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Ends all sessions of a user: access and refresh tokens stop working with the commit. One's own too; those of managers
-- and admins are an admin's to end.
-- Callers: POST /admin/users/{id}/sessions, DELETE /admin/users/{id}/sessions
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 USER_NOT_FOUND
-- Locks:   users row, sessions rows
-- Writes:  store.sessions
declare
    v_role store.user_role := store.enter(p_actor_id, 'MANAGER', 'ADMIN');
    v_user store.users;
begin
    -- Locked, so that the user is no manager by the time the sessions end.
    select u.* into v_user from store.users as u where u.user_id = p_user_id for no key update;

    if not found then
        perform store.fail('USER_NOT_FOUND');
    elsif v_role = 'MANAGER' and v_user.role in ('MANAGER', 'ADMIN') and p_user_id <> p_actor_id then
        perform store.fail('FORBIDDEN');
    end if;

    update store.sessions as s
    set ended_at = now(), end_reason = 'ended by the staff'
    where s.user_id = p_user_id
        and s.ended_at is null;
end;
$$;

comment on function api.user_sessions_end is 'Ends all sessions of a user.';
revoke all on function api.user_sessions_end from public;
grant execute on function api.user_sessions_end to mami_gateway, mami_operator;
