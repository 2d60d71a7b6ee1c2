create or replace function api.inventory_list(
    p_actor_id bigint,
    p_branch_id bigint default null,
    p_product_id bigint default null,
    p_low_stock boolean default null,
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
-- Stock by branch and product, inactive ones too. p_low_stock: what is available is at the reorder point or below it, or is not.
-- Planned for what is asked at each call: one plan for all questions could use no index.
-- Callers: GET /admin/inventory
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    return store.page_json(
        store.inventory_json(
            array(
                select i.inventory_id
                from store.inventory as i
                where (p_branch_id is null or i.branch_id = p_branch_id)
                    and (p_product_id is null or i.product_id = p_product_id)
                    and (p_low_stock is null or (i.on_hand - i.reserved <= i.reorder_point) = p_low_stock)
                order by i.branch_id, i.product_id
                limit p_limit offset p_offset
            )
        ),
        (
            select count(*)
            from store.inventory as i
            where (p_branch_id is null or i.branch_id = p_branch_id)
                and (p_product_id is null or i.product_id = p_product_id)
                and (p_low_stock is null or (i.on_hand - i.reserved <= i.reorder_point) = p_low_stock)
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.inventory_list is 'Stock by branch and product.';
revoke all on function api.inventory_list from public;
grant execute on function api.inventory_list to mami_gateway, mami_operator;
