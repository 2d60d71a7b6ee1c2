create or replace function store.products_json(p_product_ids bigint[], p_branch_id bigint)
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Products as the API shows them, in the order of the ids, with the stock of all branches and of one: one statement for one
-- product and for a page of them. What cannot be bought, itself or its category being inactive, is left out.
-- With one plan for any number of ids: left to itself PostgreSQL would plan each call anew, as one id looks cheaper than ten.
-- Callers: product_get, product_search, product_featured
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
                case when p_branch_id is not null then coalesce(s.available_here, 0) > 0 end,
                coalesce(s.available, 0),
                case when p_branch_id is not null then coalesce(s.available_here, 0) end
            )::store.product_answer
        )
        from unnest(p_product_ids) with ordinality as page (product_id, place)
        join store.products as p on p.product_id = page.product_id
        join store.categories as k on k.category_id = p.category_id
        cross join lateral (
            select
                sum(i.on_hand - i.reserved) as available,
                sum(i.on_hand - i.reserved) filter (where i.branch_id = p_branch_id) as available_here
            from store.inventory as i
            join store.branches as b on b.branch_id = i.branch_id
            where i.product_id = p.product_id
                and b.is_active
        ) as s
        where p.is_active
            and k.is_active
        order by page.place
    );
end;
$$;

comment on function store.products_json is 'Products as the API shows them, with today''s stock.';
revoke all on function store.products_json from public;
