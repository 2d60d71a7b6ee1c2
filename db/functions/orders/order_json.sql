create or replace function store.order_json(p_order_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- An order as the API shows one, with its items.
-- Callers: api.order_get, api.order_list
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select json_build_object(
            'id', o.order_id,
            'order_number', o.order_number,
            'user_id', o.user_id,
            'customer', json_build_object('id', u.user_id, 'full_name', u.full_name, 'phone', u.phone),
            'status', o.status,
            'fulfillment_type', o.fulfillment_type,
            'branch_id', o.branch_id,
            'branch_name', b.name,
            'subtotal', o.subtotal::text,
            'delivery_fee', o.delivery_fee::text,
            'total_amount', o.total_amount::text,
            'refunded_amount', p.refunded_amount::text,
            'payment', json_build_object(
                'reference', p.provider_reference,
                'status', p.status,
                'brand', p.brand,
                'last4', p.last4
            ),
            'delivery', case
                when d.order_id is not null then json_build_object(
                    'slot_id', sd.delivery_slot_id,
                    'date', sd.slot_date,
                    'start_time', to_char(d.start_time, 'HH24:MI'),
                    'end_time', to_char(d.end_time, 'HH24:MI'),
                    'address', json_build_object(
                        'address_line', d.address_line,
                        'city', d.city,
                        'postal_code', d.postal_code,
                        'country', d.country,
                        'latitude', d.latitude,
                        'longitude', d.longitude
                    )
                )
            end,
            'pickup', case
                when k.order_id is not null then json_build_object(
                    'branch_id', k.branch_id,
                    'window_start', store.rfc3339(k.window_starts_at),
                    'window_end', store.rfc3339(k.window_ends_at)
                )
            end,
            'items', (
                select json_agg(
                    json_build_object(
                        'id', i.order_item_id,
                        'product_id', i.product_id,
                        'name', i.name,
                        'sku', i.sku,
                        'unit_price', i.unit_price::text,
                        'quantity', i.quantity,
                        'picked_quantity', i.picked_quantity,
                        'missing_quantity', case when i.picked_status = 'MISSING' then i.quantity - i.picked_quantity else 0 end,
                        'picked_status', i.picked_status,
                        'line_total', i.line_total::text,
                        'product', json_build_object(
                            'id', r.product_id,
                            'image_url', r.image_url,
                            'bin_location', r.bin_location,
                            'unit', r.unit
                        )
                    )
                    order by i.order_item_id
                )
                from store.order_items as i
                join store.products as r on r.product_id = i.product_id
                where i.order_id = o.order_id
            ),
            'created_at', store.rfc3339(o.created_at),
            'updated_at', store.rfc3339(o.updated_at)
        )
        from store.orders as o
        join store.users as u on u.user_id = o.user_id
        join store.branches as b on b.branch_id = o.branch_id
        join store.payments as p on p.order_id = o.order_id
        left join store.order_deliveries as d on d.order_id = o.order_id
        left join store.slot_dates as sd on sd.slot_date_id = d.slot_date_id
        left join store.order_pickups as k on k.order_id = o.order_id
        where o.order_id = p_order_id
    );
end;
$$;

comment on function store.order_json is 'An order as the API shows one.';
revoke all on function store.order_json from public;
