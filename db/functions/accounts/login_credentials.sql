create or replace function api.login_credentials(p_email text)
    returns table (user_id bigint, password_hash text, is_active boolean)
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- What a login is checked against; no row for an unknown e-mail. The gateway alone may see hashes.
-- Callers: POST /auth/login
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return query
        select u.user_id, u.password_hash, u.is_active
        from store.users as u
        where lower(u.email) = lower(p_email);
end;
$$;

comment on function api.login_credentials is 'The password hash of a user, for the gateway to verify.';
revoke all on function api.login_credentials from public;
grant execute on function api.login_credentials to mami_gateway;
