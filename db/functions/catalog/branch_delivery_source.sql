create or replace function api.branch_delivery_source()
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The warehouse, where all deliveries come from.
-- Callers: GET /branches/delivery-source
-- Errors:  MS404 BRANCH_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_branch json;
begin
    select store.branch_json(b) into v_branch
    from store.branches as b
    where b.is_warehouse
        and b.is_active;

    if not found then
        perform store.fail('BRANCH_NOT_FOUND');
    end if;

    return store.data_json(v_branch);
end;
$$;

comment on function api.branch_delivery_source is 'The warehouse.';
revoke all on function api.branch_delivery_source from public;
grant execute on function api.branch_delivery_source to mami_gateway, mami_operator;
