create or replace function api.session_refresh(
    p_refresh_token_hash bytea,
    p_new_refresh_token_hash bytea,
    p_refresh_seconds integer
)
    returns table (error_code text, user_id bigint, role text, session_secret uuid, user_json json)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Spends a refresh token for a new one. A spent token that comes back was stolen or replayed: its session ends. That
-- must commit, so the refusals are returned as error_code instead of raised.
-- Callers: POST /auth/refresh
-- Errors:  none raised; error_code INVALID_TOKEN or TOKEN_REUSED
-- Locks:   refresh_tokens row
-- Writes:  store.refresh_tokens; on reuse store.sessions, audit.entries
declare
    v_token store.refresh_tokens;
    v_session store.sessions;
    v_user store.users;
begin
    select t.* into v_token
    from store.refresh_tokens as t
    where t.token_hash = p_refresh_token_hash
    for no key update;

    select s.* into v_session from store.sessions as s where s.session_id = v_token.session_id;
    select u.* into v_user from store.users as u where u.user_id = v_session.user_id;

    if v_token.spent_at is not null then
        perform store.act_as(v_user.user_id::text);
        perform audit.event('REFRESH_REUSED', 'sessions', v_session.session_id);

        update store.sessions as s
        set ended_at = now(), end_reason = 'refresh token reused'
        where s.session_id = v_session.session_id
            and s.ended_at is null;

        return query select 'TOKEN_REUSED', null::bigint, null::text, null::uuid, null::json;
    elsif v_token.expires_at > now() and v_session.ended_at is null and v_user.is_active then
        perform store.act_as(v_user.user_id::text);

        update store.refresh_tokens as t
        set spent_at = now()
        where t.refresh_token_id = v_token.refresh_token_id;

        insert into store.refresh_tokens (session_id, token_hash, expires_at)
        values (v_session.session_id, p_new_refresh_token_hash, now() + make_interval(secs => p_refresh_seconds));

        return query
            select null::text, v_user.user_id, v_user.role::text, v_session.secret, store.user_json(v_user.user_id);
    else
        -- Unknown, expired, of an ended session or of a deactivated user: one answer for all.
        return query select 'INVALID_TOKEN', null::bigint, null::text, null::uuid, null::json;
    end if;
end;
$$;

comment on function api.session_refresh is 'Rotates a refresh token; a spent one ends its session.';
revoke all on function api.session_refresh from public;
grant execute on function api.session_refresh to mami_gateway;
