create or replace function api.rate_limit_take(
    p_scope text,
    p_address text,
    p_address_limit integer,
    p_email text,
    p_email_limit integer
)
    returns integer
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Counts one call in windows of a minute that start with the first call, and gives 0 when it is within its limits, else the
-- seconds to wait. Counted are the client's address; the e-mail as tried from that address; and the e-mail from wherever,
-- with ten times the limit: guesses from one address do not keep the owner out at another, and many addresses together
-- still cannot guess at will. What is over a limit is not counted further: a flood of refused calls makes no rows.
-- Counted here so that all gateways share it.
-- Callers: the public auth routes, before any work
-- Errors:  none
-- Locks:   rate_limits rows: address, address and e-mail, e-mail; in this order
-- Writes:  store.rate_limits
declare
    v_wait integer;
begin
    v_wait := store.rate_limit_count(p_scope || '/address', p_address, p_address_limit);

    if v_wait = 0 and p_email is not null then
        v_wait := store.rate_limit_count(p_scope || '/address+email', p_address || ' ' || lower(p_email), p_email_limit);
    end if;

    if v_wait = 0 and p_email is not null then
        v_wait := store.rate_limit_count(p_scope || '/email', lower(p_email), 10 * p_email_limit);
    end if;

    return v_wait;
end;
$$;

comment on function api.rate_limit_take is 'Counts a public auth call; gives the seconds to wait, or 0.';
revoke all on function api.rate_limit_take from public;
grant execute on function api.rate_limit_take to mami_gateway;
