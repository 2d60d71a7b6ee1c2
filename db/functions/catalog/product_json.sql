create or replace function store.product_json(p_product store.products, p_branch_id bigint)
    returns json
    language sql
    stable parallel safe
    security invoker
return (
    select json_build_object(
        'id', (p_product).product_id,
        'name', (p_product).name,
        'sku', (p_product).sku,
        'price', (p_product).price::text,
        'old_price', (p_product).old_price::text,
        'unit', (p_product).unit,
        'description', (p_product).description,
        'nutritional_info', (p_product).nutritional_info,
        'is_organic', (p_product).is_organic,
        'bin_location', (p_product).bin_location,
        'image_url', (p_product).image_url,
        'category_id', (p_product).category_id,
        'category_name', k.name,
        'is_active', (p_product).is_active,
        'in_stock_anywhere', s.available > 0,
        'in_stock_for_branch', case when p_branch_id is not null then coalesce(s.available_here, 0) > 0 end,
        'available_quantity', s.available,
        'branch_available_quantity', case when p_branch_id is not null then coalesce(s.available_here, 0) end
    )
    from store.categories as k
    cross join lateral (
        select
            coalesce(sum(i.on_hand - i.reserved), 0) as available,
            sum(i.on_hand - i.reserved) filter (where i.branch_id = p_branch_id) as available_here
        from store.inventory as i
        join store.branches as b on b.branch_id = i.branch_id
        where i.product_id = (p_product).product_id
            and b.is_active
    ) as s
    where k.category_id = (p_product).category_id
);

comment on function store.product_json is 'A product as the API shows one, with today''s stock.';
revoke all on function store.product_json from public;
