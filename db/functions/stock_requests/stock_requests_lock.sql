create or replace function store.stock_requests_lock(p_stock_request_ids bigint[], p_approved_ids bigint[])
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Locks requests that are to be reviewed, and the shelves of those that are to be approved, all of them before the first is judged and in
-- one order: two reviews of the same requests in another order wait, and never in a ring. A shelf that the branch never had is made, empty.
-- Callers: stock_request_resolve, stock_request_bulk_review
-- Errors:  none
-- Locks:   stock_requests rows by id, inventory rows by (branch_id, product_id)
-- Writes:  store.inventory
begin
    perform 1
    from store.stock_requests as r
    where r.stock_request_id = any (p_stock_request_ids)
    order by r.stock_request_id
    for no key update;

    insert into store.inventory (branch_id, product_id)
    select distinct r.branch_id, r.product_id
    from store.stock_requests as r
    where r.stock_request_id = any (p_approved_ids)
        and r.status = 'PENDING'
        and not exists (
            select from store.inventory as i where i.branch_id = r.branch_id and i.product_id = r.product_id
        )
    order by r.branch_id, r.product_id
    on conflict on constraint inventory_pkey do nothing;

    perform 1
    from store.inventory as i
    where (i.branch_id, i.product_id) in (
        select r.branch_id, r.product_id from store.stock_requests as r where r.stock_request_id = any (p_approved_ids)
    )
    order by i.branch_id, i.product_id
    for no key update;
end;
$$;

comment on function store.stock_requests_lock is 'Locks requests that are to be reviewed, and the shelves that they are about.';
revoke all on function store.stock_requests_lock from public;
