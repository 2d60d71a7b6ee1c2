create or replace function api.session_close(p_actor_id bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Ends the session whose secret is in mami.session: its access and refresh tokens stop working with the commit.
-- Callers: POST /auth/logout
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   sessions row
-- Writes:  store.sessions
begin
    perform store.enter(p_actor_id, 'CUSTOMER', 'EMPLOYEE', 'MANAGER', 'ADMIN');

    update store.sessions as s
    set ended_at = now(), end_reason = 'logout'
    where s.secret = nullif(current_setting('mami.session', true), '')::uuid
        and s.user_id = p_actor_id
        and s.ended_at is null;
end;
$$;

comment on function api.session_close is 'Ends the current session of the actor.';
revoke all on function api.session_close from public;
grant execute on function api.session_close to mami_gateway, mami_operator;
