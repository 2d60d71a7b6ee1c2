create or replace function api.user_register(
    p_email text,
    p_password_hash text,
    p_full_name text,
    p_phone text,
    p_refresh_token_hash bytea,
    p_refresh_seconds integer
)
    returns table (user_id bigint, role text, session_secret uuid, user_json json)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Registers a customer and opens the first session. The role is always CUSTOMER.
-- Callers: POST /auth/register
-- Errors:  MS409 USER_EXISTS
-- Locks:   none
-- Writes:  store.users, store.sessions, store.refresh_tokens
declare
    v_user store.users;
begin
    perform store.act_as('anonymous');

    insert into store.users (email, password_hash, full_name, phone)
    values (p_email, p_password_hash, p_full_name, p_phone)
    on conflict (lower(email)) do nothing
    returning * into v_user;

    if not found then
        perform store.fail('USER_EXISTS');
    end if;

    return query
        select
            v_user.user_id,
            v_user.role::text,
            store.session_start(v_user.user_id, p_refresh_token_hash, p_refresh_seconds),
            store.user_json(v_user.user_id);
end;
$$;

comment on function api.user_register is 'Registers a customer and opens a session.';
revoke all on function api.user_register from public;
grant execute on function api.user_register to mami_gateway, mami_operator;
