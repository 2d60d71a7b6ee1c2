create or replace function api.product_featured(p_limit integer default 10)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Featured products, then reduced ones, that are in stock.
-- Callers: GET /products/featured
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return json_build_object(
        'data', (
            select coalesce(
                json_agg(
                    store.product_json(page, null)
                    order by page.is_featured desc, (page.old_price > page.price) is true desc, page.product_id
                ),
                '[]'::json
            )
            from (
                select p.*
                from store.products as p
                join store.categories as k on k.category_id = p.category_id
                where p.is_active
                    and k.is_active
                    and (p.is_featured or p.old_price > p.price)
                    and store.product_available(p.product_id) > 0
                order by p.is_featured desc, (p.old_price > p.price) is true desc, p.product_id
                limit p_limit
            ) as page
        )
    );
end;
$$;

comment on function api.product_featured is 'Featured and reduced products.';
revoke all on function api.product_featured from public;
grant execute on function api.product_featured to mami_gateway, mami_operator;
