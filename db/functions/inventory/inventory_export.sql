create or replace function api.inventory_export(p_actor_id bigint, p_branch_id bigint default null)
    returns table (
        branch_id bigint,
        product_id bigint,
        on_hand integer,
        reorder_point integer,
        reserved integer,
        available_quantity integer,
        branch_name text,
        product_name text,
        product_sku text
    )
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
as $$
-- All stock, by branch and product: what a file of stock may be made from, as its columns are taken there.
-- Callers: GET /admin/inventory/export
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    return query
        select
            i.branch_id,
            i.product_id,
            i.on_hand,
            i.reorder_point,
            i.reserved,
            i.on_hand - i.reserved,
            b.name,
            p.name,
            p.sku
        from store.inventory as i
        join store.branches as b on b.branch_id = i.branch_id
        join store.products as p on p.product_id = i.product_id
        where p_branch_id is null or i.branch_id = p_branch_id
        order by i.branch_id, i.product_id;
end;
$$;

comment on function api.inventory_export is 'All stock, by branch and product.';
revoke all on function api.inventory_export from public;
grant execute on function api.inventory_export to mami_gateway, mami_operator;
