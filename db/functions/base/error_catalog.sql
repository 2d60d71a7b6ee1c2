create or replace function api.error_catalog()
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The errors that the shop knows, with the constraints that mean one.
-- Callers: the gateway at start
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select json_agg(
            json_build_object(
                'code', e.code,
                'status', e.http_status,
                'message', e.message,
                'constraints', e.constraint_names
            )
            order by e.code
        )
        from store.error_code as e
    );
end;
$$;

comment on function api.error_catalog is 'Every business error: code, HTTP status, sentence, constraints.';
revoke all on function api.error_catalog from public;
grant execute on function api.error_catalog to mami_gateway, mami_operator;
