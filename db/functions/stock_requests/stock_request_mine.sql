create or replace function api.stock_request_mine(
    p_actor_id bigint,
    p_status text default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One's own stock requests, the newest first.
-- Callers: GET /stock-requests/my
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
declare
    v_status store.stock_request_status := p_status::store.stock_request_status;
begin
    perform store.enter_read(p_actor_id, 'EMPLOYEE', 'MANAGER', 'ADMIN');

    return store.page_json(
        store.stock_requests_json(
            array(
                select r.stock_request_id
                from store.stock_requests as r
                where r.requested_by = p_actor_id
                    and (v_status is null or r.status = v_status)
                order by r.stock_request_id desc
                limit p_limit offset p_offset
            )
        ),
        (
            select count(*)
            from store.stock_requests as r
            where r.requested_by = p_actor_id
                and (v_status is null or r.status = v_status)
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.stock_request_mine is 'One''s own stock requests, the newest first.';
revoke all on function api.stock_request_mine from public;
grant execute on function api.stock_request_mine to mami_gateway, mami_operator;
