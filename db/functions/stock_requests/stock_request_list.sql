create or replace function api.stock_request_list(
    p_actor_id bigint,
    p_status text default null,
    p_branch_id bigint default null,
    p_product_id bigint default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
as $$
-- Stock requests of everybody, the newest first.
-- Planned for what is asked at each call: the open ones, which are few, have an index of their own, and one plan for all questions could
-- not use it.
-- Callers: GET /admin/stock-requests
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
declare
    v_status store.stock_request_status := p_status::store.stock_request_status;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    return store.page_json(
        store.stock_requests_json(
            array(
                select r.stock_request_id
                from store.stock_requests as r
                where (v_status is null or r.status = v_status)
                    and (p_branch_id is null or r.branch_id = p_branch_id)
                    and (p_product_id is null or r.product_id = p_product_id)
                order by r.stock_request_id desc
                limit p_limit offset p_offset
            )
        ),
        (
            select count(*)
            from store.stock_requests as r
            where (v_status is null or r.status = v_status)
                and (p_branch_id is null or r.branch_id = p_branch_id)
                and (p_product_id is null or r.product_id = p_product_id)
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.stock_request_list is 'Stock requests of everybody, the newest first.';
revoke all on function api.stock_request_list from public;
grant execute on function api.stock_request_list to mami_gateway, mami_operator;
