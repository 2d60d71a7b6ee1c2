create or replace function api.stock_request_get(p_actor_id bigint, p_stock_request_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One stock request.
-- Callers: GET /admin/stock-requests/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 STOCK_REQUEST_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_request json;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    v_request := (store.stock_requests_json(array[p_stock_request_id]))[1];

    if v_request is null then
        perform store.fail('STOCK_REQUEST_NOT_FOUND');
    end if;

    return store.data_json(v_request);
end;
$$;

comment on function api.stock_request_get is 'One stock request.';
revoke all on function api.stock_request_get from public;
grant execute on function api.stock_request_get to mami_gateway, mami_operator;
