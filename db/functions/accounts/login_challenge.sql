create or replace function api.login_challenge(p_email text)
    returns text
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- What a password must be hashed with to prove it: the PHC string of the user's hash without the hash; null for an unknown
-- e-mail. Who calls this learns nothing that a password could be tried against.
-- Callers: POST /auth/login
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select substring(u.password_hash from '^(.*)\$[^$]*$')
        from store.users as u
        where lower(u.email) = lower(p_email)
    );
end;
$$;

comment on function api.login_challenge is 'What a password must be hashed with.';
revoke all on function api.login_challenge from public;
grant execute on function api.login_challenge to mami_gateway;
