create or replace function api.stock_request_resolve(
    p_actor_id bigint,
    p_stock_request_id bigint,
    p_status text,
    p_approved_quantity integer default null,
    p_rejection_reason text default null,
    p_expected_on_hand integer default null,
    p_as_delta boolean default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Approves or rejects a stock request of somebody else; the stock changes with it. The rules stand in stock_request_review.
-- Callers: PATCH /admin/stock-requests/{id}/resolve
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS403 SELF_REVIEW, MS404 STOCK_REQUEST_NOT_FOUND,
--          MS409 ALREADY_REVIEWED, MS409 BELOW_RESERVED, MS409 STALE_STOCK
-- Locks:   stock_requests row, inventory row
-- Writes:  store.stock_requests, store.inventory, store.inventory_movements
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');
    perform store.stock_requests_lock(
        array[p_stock_request_id], case when p_status = 'APPROVED' then array[p_stock_request_id] end
    );
    perform store.stock_request_review(
        p_actor_id, p_stock_request_id, p_status, p_approved_quantity, p_rejection_reason, p_expected_on_hand, p_as_delta
    );

    return store.data_json((store.stock_requests_json(array[p_stock_request_id]))[1]);
end;
$$;

comment on function api.stock_request_resolve is 'Approves or rejects a stock request of somebody else.';
revoke all on function api.stock_request_resolve from public;
grant execute on function api.stock_request_resolve to mami_gateway, mami_operator;
