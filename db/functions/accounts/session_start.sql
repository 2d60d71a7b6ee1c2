create or replace function store.session_start(
    p_user_id bigint,
    p_refresh_token_hash bytea,
    p_refresh_seconds integer
)
    returns uuid
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Opens a session with its first refresh token and gives its secret, which its access tokens show.
-- Callers: api.user_register, api.session_open
-- Errors:  none
-- Locks:   none
-- Writes:  store.sessions, store.refresh_tokens
declare
    v_session store.sessions;
begin
    insert into store.sessions (user_id)
    values (p_user_id)
    returning * into v_session;

    insert into store.refresh_tokens (session_id, token_hash, expires_at)
    values (v_session.session_id, p_refresh_token_hash, now() + make_interval(secs => p_refresh_seconds));

    return v_session.secret;
end;
$$;

comment on function store.session_start is 'Opens a session with its first refresh token.';
revoke all on function store.session_start from public;
