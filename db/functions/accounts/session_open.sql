create or replace function api.session_open(p_user_id bigint, p_refresh_token_hash bytea, p_refresh_seconds integer)
    returns table (user_id bigint, role text, session_id bigint, user_json json)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Opens a session for a user whose password the gateway has verified.
-- Callers: POST /auth/login
-- Errors:  MS401 INVALID_CREDENTIALS when the user has been deactivated
-- Locks:   none
-- Writes:  store.sessions, store.refresh_tokens
declare
    v_user store.users;
begin
    select u.* into v_user
    from store.users as u
    where u.user_id = p_user_id
        and u.is_active;

    if not found then
        perform store.fail('INVALID_CREDENTIALS');
    end if;

    perform store.act_as(p_user_id::text);

    return query
        select
            v_user.user_id,
            v_user.role::text,
            store.session_start(v_user.user_id, p_refresh_token_hash, p_refresh_seconds),
            store.user_json(v_user.user_id);
end;
$$;

comment on function api.session_open is 'Opens a session after the password was verified.';
revoke all on function api.session_open from public;
grant execute on function api.session_open to mami_gateway;
