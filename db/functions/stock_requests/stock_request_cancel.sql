create or replace function api.stock_request_cancel(p_actor_id bigint, p_stock_request_id bigint)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Takes back a request of one's own that nobody has reviewed.
-- Callers: POST /stock-requests/{id}/cancel
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 STOCK_REQUEST_NOT_FOUND, MS409 ALREADY_REVIEWED
-- Locks:   stock_requests row
-- Writes:  store.stock_requests
declare
    v_request store.stock_requests;
begin
    perform store.enter(p_actor_id, 'EMPLOYEE', 'MANAGER', 'ADMIN');

    select r.* into v_request
    from store.stock_requests as r
    where r.stock_request_id = p_stock_request_id
        and r.requested_by = p_actor_id
    for no key update;

    if not found then
        perform store.fail('STOCK_REQUEST_NOT_FOUND');
    elsif v_request.status <> 'PENDING' then
        perform store.fail('ALREADY_REVIEWED', jsonb_build_object('status', v_request.status));
    end if;

    update store.stock_requests as r
    set status = 'CANCELED', updated_at = now()
    where r.stock_request_id = p_stock_request_id;

    return store.data_json((store.stock_requests_json(array[p_stock_request_id]))[1]);
end;
$$;

comment on function api.stock_request_cancel is 'Takes back a request of one''s own.';
revoke all on function api.stock_request_cancel from public;
grant execute on function api.stock_request_cancel to mami_gateway, mami_operator;
