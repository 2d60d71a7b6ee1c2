create or replace function store.fail(p_code text, p_details jsonb default '{}')
    returns void
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The only way a business error is raised: SQLSTATE 'MS' + HTTP status, message = code, detail = JSON, hint = sentence.
-- Callers: every function that refuses something.
-- Errors:  always
-- Locks:   none
-- Writes:  none
declare
    v_error store.error_code;
begin
    select e.* into v_error from store.error_code as e where e.code = p_code;

    if not found then
        raise exception 'error code % is not in the catalog', p_code;
    end if;

    raise exception using
        errcode = 'MS' || v_error.http_status,
        message = v_error.code,
        detail = p_details::text,
        hint = v_error.message;
end;
$$;

comment on function store.fail is 'Raises a business error of the catalog.';
revoke all on function store.fail from public;
