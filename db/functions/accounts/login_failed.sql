create or replace function api.login_failed(p_email text)
    returns void
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Puts a refused login into the audit log: at the user if the e-mail is one's, without the e-mail otherwise (people
-- type passwords into the wrong field).
-- Callers: POST /auth/login
-- Errors:  none
-- Locks:   none
-- Writes:  audit.entries
begin
    perform store.act_as('anonymous');
    perform audit.event(
        'LOGIN_FAILED',
        'users',
        (select u.user_id from store.users as u where lower(u.email) = lower(p_email))
    );
end;
$$;

comment on function api.login_failed is 'Audits a refused login.';
revoke all on function api.login_failed from public;
grant execute on function api.login_failed to mami_gateway, mami_operator;
