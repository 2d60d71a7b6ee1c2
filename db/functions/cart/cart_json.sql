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
        select json_build_object(
            'data', json_build_object(
                'id', c.cart_id,
                'status', c.status,
                'items', coalesce(i.items, '[]'::json),
                'subtotal', coalesce(i.subtotal, 0.00)::numeric(12, 2)::text,
                'item_count', coalesce(i.item_count, 0)
            )
        )
        from store.carts as c
        cross join lateral (
            select
                json_agg(
                    json_build_object(
                        'id', ci.cart_item_id,
                        'product_id', p.product_id,
                        'product_name', p.name,
                        'product_sku', p.sku,
                        'product_image', p.image_url,
                        'unit', p.unit,
                        'unit_price', p.price::text,
                        'quantity', ci.quantity,
                        'line_total', (p.price * ci.quantity)::text,
                        'available_quantity', s.available,
                        'is_available', p.is_active and k.is_active and s.available >= ci.quantity
                    )
                    order by ci.cart_item_id
                ) as items,
                sum(p.price * ci.quantity) as subtotal,
                sum(ci.quantity) as item_count
            from store.cart_items as ci
            join store.products as p on p.product_id = ci.product_id
            join store.categories as k on k.category_id = p.category_id
            cross join lateral (select store.product_available(p.product_id) as available) as s
            where ci.cart_id = c.cart_id
        ) as i
        where c.cart_id = p_cart_id
    );
end;
$$;

comment on function store.cart_json is 'A cart as the API shows one.';
revoke all on function store.cart_json from public;
