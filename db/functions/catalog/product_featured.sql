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
    return store.data_json(
        array_to_json(
            store.products_json(
                array(
                    select p.product_id
                    from store.products as p
                    join store.categories as k on k.category_id = p.category_id
                    cross join lateral (
                        select t.available from store.product_stock as t where t.product_id = p.product_id offset 0
                    ) as s
                    where p.is_active
                        and k.is_active
                        and (p.is_featured or p.old_price > p.price)
                        and s.available > 0
                    order by p.is_featured desc, (p.old_price > p.price) is true desc, p.product_id
                    limit p_limit
                ),
                null
            )
        )
    );
end;
$$;

comment on function api.product_featured is 'Featured and reduced products.';
revoke all on function api.product_featured from public;
grant execute on function api.product_featured to mami_gateway, mami_operator;
