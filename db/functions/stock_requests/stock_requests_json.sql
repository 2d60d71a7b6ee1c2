create or replace function store.stock_requests_json(p_stock_request_ids bigint[])
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Stock requests as the API shows them, in the order of the ids. on_hand is today's: beside observed_quantity it shows whether the shelf
-- has moved since.
-- With one plan for any number of ids: left to itself PostgreSQL would plan each call anew, as one id looks cheaper than ten.
-- Callers: stock_request_create, stock_request_cancel, stock_request_mine, stock_request_list, stock_request_get, stock_request_resolve
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(request)
        from (
            select
                r.stock_request_id as id,
                r.branch_id,
                b.name as branch_name,
                r.product_id,
                p.name as product_name,
                p.sku as product_sku,
                r.request_type,
                r.quantity,
                r.observed_quantity,
                coalesce(i.on_hand, 0) as on_hand,
                r.approved_quantity,
                r.is_delta as as_delta,
                r.applied_change,
                r.status,
                r.reason,
                r.rejection_reason,
                row(u.user_id, u.full_name)::store.person_answer as requested_by,
                case when v.user_id is not null then row(v.user_id, v.full_name)::store.person_answer end as reviewed_by,
                store.rfc3339(r.reviewed_at) as reviewed_at,
                store.rfc3339(r.created_at) as created_at
            from unnest(p_stock_request_ids) with ordinality as page (stock_request_id, place)
            join store.stock_requests as r on r.stock_request_id = page.stock_request_id
            join store.branches as b on b.branch_id = r.branch_id
            join store.products as p on p.product_id = r.product_id
            join store.users as u on u.user_id = r.requested_by
            left join store.users as v on v.user_id = r.reviewed_by
            left join store.inventory as i on i.branch_id = r.branch_id and i.product_id = r.product_id
            order by page.place
        ) as request
    );
end;
$$;

comment on function store.stock_requests_json is 'Stock requests as the API shows them.';
revoke all on function store.stock_requests_json from public;
