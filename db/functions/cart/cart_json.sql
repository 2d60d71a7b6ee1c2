create or replace function store.cart_json(p_cart_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- A cart with today's prices and stock.
-- Callers: all api.cart functions
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select store.data_json(
            row_to_json(
                row(
                    c.cart_id,
                    c.status::text,
                    coalesce(i.items, '{}'),
                    coalesce(i.subtotal, 0.00)::text,
                    coalesce(i.item_count, 0)
                )::store.cart_answer
            )
        )
        from store.carts as c
        cross join lateral (
            select
                array_agg(
                    row(
                        ci.cart_item_id,
                        p.product_id,
                        p.name,
                        p.sku,
                        p.image_url,
                        p.unit,
                        p.price::text,
                        ci.quantity,
                        (p.price * ci.quantity)::text,
                        coalesce(s.available, 0),
                        p.is_active and k.is_active and coalesce(s.available, 0) >= ci.quantity
                    )::store.cart_item_answer
                    order by ci.cart_item_id
                ) as items,
                sum(p.price * ci.quantity) as subtotal,
                sum(ci.quantity) as item_count
            from store.cart_items as ci
            join store.products as p on p.product_id = ci.product_id
            join store.categories as k on k.category_id = p.category_id
            left join lateral (
                select t.available from store.product_stock as t where t.product_id = p.product_id offset 0
            ) as s on true
            where ci.cart_id = c.cart_id
        ) as i
        where c.cart_id = p_cart_id
    );
end;
$$;

comment on function store.cart_json is 'A cart as the API shows one.';
revoke all on function store.cart_json from public;
