create or replace function store.session_start(
    p_user_id bigint,
    p_refresh_token_hash bytea,
    p_refresh_seconds integer
)
    returns bigint
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Opens a session with its first refresh token and gives its id.
-- Callers: api.user_register, api.session_open
-- Errors:  none
-- Locks:   none
-- Writes:  store.sessions, store.refresh_tokens
declare
    v_session_id bigint;
begin
    insert into store.sessions (user_id)
    values (p_user_id)
    returning session_id into v_session_id;

    insert into store.refresh_tokens (session_id, token_hash, expires_at)
    values (v_session_id, p_refresh_token_hash, now() + make_interval(secs => p_refresh_seconds));

    return v_session_id;
end;
$$;

comment on function store.session_start is 'Opens a session with its first refresh token.';
revoke all on function store.session_start from public;
