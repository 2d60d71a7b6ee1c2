create or replace function api.ready()
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The schema's version, for a gateway that asks whether it may serve.
-- Callers: GET /ready
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return json_build_object('migration', (select max(m.number) from migrator.migrations as m));
end;
$$;

comment on function api.ready is 'The number of the newest applied migration.';
revoke all on function api.ready from public;
grant execute on function api.ready to mami_gateway, mami_operator;
