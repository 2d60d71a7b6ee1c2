create or replace function store.products_admin_json(p_product_ids bigint[])
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Products as managers see them, in the order of the ids, inactive ones too, with the stock of all active branches.
-- With one plan for any number of ids, as in products_json.
-- Callers: product_admin_list, product_admin_get, product_create, product_update, product_toggle
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(
            row(
                p.product_id,
                p.name,
                p.sku,
                p.price::text,
                p.old_price::text,
                p.unit,
                p.description,
                p.nutritional_info,
                p.is_organic,
                p.bin_location,
                p.image_url,
                p.category_id,
                k.name,
                p.is_active,
                coalesce(s.available, 0) > 0,
                coalesce(s.available, 0),
                p.vat_class,
                p.is_featured,
                store.rfc3339(p.created_at),
                store.rfc3339(p.updated_at)
            )::store.product_admin_answer
        )
        from unnest(p_product_ids) with ordinality as page (product_id, place)
        join store.products as p on p.product_id = page.product_id
        join store.categories as k on k.category_id = p.category_id
        cross join lateral (
            select sum(i.on_hand - i.reserved) as available
            from store.inventory as i
            join store.branches as b on b.branch_id = i.branch_id
            where i.product_id = p.product_id
                and b.is_active
        ) as s
        order by page.place
    );
end;
$$;

comment on function store.products_admin_json is 'Products as managers see them, inactive ones too.';
revoke all on function store.products_admin_json from public;
