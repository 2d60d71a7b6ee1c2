create or replace function api.session_open(
    p_email text,
    p_proof bytea,
    p_refresh_token_hash bytea,
    p_refresh_seconds integer
)
    returns table (error_code text, user_id bigint, role text, session_secret uuid, user_json json)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Opens a session for whoever proves that the password is known: p_proof is the key that scrypt derives from it with what
-- login_challenge gives, and the database keeps that key's SHA-256. A refused login is audited, at the user if the e-mail is
-- one's, without the e-mail otherwise (people type passwords into the wrong field). That must commit, so the refusal is
-- returned as error_code instead of raised.
-- Callers: POST /auth/login
-- Errors:  none raised; error_code INVALID_CREDENTIALS
-- Locks:   none
-- Writes:  store.sessions, store.refresh_tokens; for a refused login audit.entries
declare
    v_user store.users;
begin
    select u.* into v_user
    from store.users as u
    where lower(u.email) = lower(p_email);

    -- One refusal for an unknown e-mail, a wrong password and a deactivated user.
    if v_user.is_active and split_part(v_user.password_hash, '$', 5) = rtrim(encode(sha256(p_proof), 'base64'), '=') then
        perform store.act_as(v_user.user_id::text);

        return query
            select
                null::text,
                v_user.user_id,
                v_user.role::text,
                store.session_start(v_user.user_id, p_refresh_token_hash, p_refresh_seconds),
                store.user_json(v_user.user_id);
    else
        perform store.act_as('anonymous');
        perform audit.event('LOGIN_FAILED', 'users', v_user.user_id);

        return query select 'INVALID_CREDENTIALS', null::bigint, null::text, null::uuid, null::json;
    end if;
end;
$$;

comment on function api.session_open is 'Opens a session for whoever proves that the password is known.';
revoke all on function api.session_open from public;
grant execute on function api.session_open to mami_gateway;
