create or replace function store.check_orders()
    returns table (invariant text, details jsonb)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What must hold of orders, each against the attempt that was paid: one row for each violation.
-- Callers: store.check_invariants
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return query
        select 'an order is what its attempt was', to_jsonb(v)
        from (
            select
                o.order_id, a.checkout_attempt_id, o.user_id, a.user_id as attempt_user_id, o.cart_id, a.cart_id as attempt_cart_id,
                o.branch_id, a.branch_id as attempt_branch_id, o.fulfillment_type,
                a.fulfillment_type as attempt_fulfillment_type, o.subtotal, a.subtotal as attempt_subtotal, o.total_amount,
                a.total_amount as attempt_total_amount, o.vat_rate, a.vat_rate as attempt_vat_rate, o.vat_amount,
                a.vat_amount as attempt_vat_amount
            from store.orders as o
            left join store.checkout_attempts as a on a.checkout_attempt_id = o.checkout_attempt_id
            where (
                o.user_id, o.cart_id, o.branch_id, o.fulfillment_type, o.subtotal, o.delivery_fee, o.total_amount, o.vat_rate,
                o.delivery_fee_vat, o.vat_amount
            ) is distinct from (
                a.user_id, a.cart_id, a.branch_id, a.fulfillment_type, a.subtotal, a.delivery_fee, a.total_amount, a.vat_rate,
                a.delivery_fee_vat, a.vat_amount
            )
        ) as v

        union all

        select 'an order''s items are the lines of its attempt', to_jsonb(v)
        from (
            select
                coalesce(i.order_id, l.order_id) as order_id, coalesce(i.product_id, l.product_id) as product_id, i.quantity,
                l.quantity as locked, i.unit_price, l.unit_price as locked_price, i.name, l.name as locked_name, i.sku,
                l.sku as locked_sku, i.vat_class, l.vat_class as locked_vat_class, i.vat_amount, l.vat_amount as locked_vat_amount
            from store.order_items as i
            full join (
                select
                    o.order_id, l.product_id, l.quantity, l.unit_price, l.name, l.sku, l.unit, l.vat_class, l.vat_rate, l.vat_amount
                from store.checkout_lines as l
                join store.orders as o on o.checkout_attempt_id = l.checkout_attempt_id
            ) as l on l.order_id = i.order_id and l.product_id = i.product_id
            where (
                i.quantity, i.unit_price, i.unit, i.vat_class, i.vat_rate, i.vat_amount
            ) is distinct from (
                l.quantity, l.unit_price, l.unit, l.vat_class, l.vat_rate, l.vat_amount
            )
                or (i.name, i.sku) is distinct from (coalesce(l.name, i.name), coalesce(l.sku, i.sku))
        ) as v

        union all

        select 'an order has the delivery or the pickup that was locked', to_jsonb(v)
        from (
            select
                o.order_id, o.fulfillment_type, d.slot_date_id, a.slot_date_id as locked_slot_date_id, p.branch_id as pickup_branch_id,
                p.window_starts_at, p.window_ends_at
            from store.orders as o
            join store.checkout_attempts as a on a.checkout_attempt_id = o.checkout_attempt_id
            left join store.order_deliveries as d on d.order_id = o.order_id
            left join store.order_pickups as p on p.order_id = o.order_id
            where (d.order_id is not null) is distinct from (o.fulfillment_type = 'DELIVERY')
                or (p.order_id is not null) is distinct from (o.fulfillment_type = 'PICKUP')
                or d.slot_date_id <> a.slot_date_id
                or p.branch_id <> o.branch_id
                or p.window_starts_at <> a.pickup_starts_at
                or p.window_ends_at <> a.pickup_ends_at
        ) as v

        union all

        -- Of what was locked before its address was kept with it, nothing is known to compare.
        select 'an order goes where and when it was locked to', to_jsonb(v)
        from (
            select
                d.order_id, d.address_line, a.address_line as locked_address_line, d.city, a.city as locked_city, d.start_time,
                a.delivery_start_time as locked_start_time, s.slot_date, a.delivery_date as locked_date
            from store.order_deliveries as d
            join store.slot_dates as s on s.slot_date_id = d.slot_date_id
            join store.orders as o on o.order_id = d.order_id
            join store.checkout_attempts as a on a.checkout_attempt_id = o.checkout_attempt_id
            where a.vat_rate is not null
                and (
                    d.address_line, d.city, d.postal_code, d.country, d.latitude, d.longitude, s.slot_date, d.start_time, d.end_time
                ) is distinct from (
                    a.address_line, a.city, a.postal_code, a.country, a.latitude, a.longitude, a.delivery_date,
                    a.delivery_start_time, a.delivery_end_time
                )
        ) as v

        union all

        -- A delayed one is what it was. One that ended before anybody picked has its lines as they were.
        select 'an order is as far as its lines say', to_jsonb(v)
        from (
            select o.order_id, o.status, o.delayed_from, o.fulfillment_type, l.pending, l.missing, l.picked
            from store.orders as o
            join (
                select
                    i.order_id,
                    count(*) filter (where i.picked_status = 'PENDING') as pending,
                    count(*) filter (where i.picked_status = 'MISSING') as missing,
                    sum(i.picked_quantity) as picked
                from store.order_items as i
                group by i.order_id
            ) as l on l.order_id = o.order_id
            where case coalesce(o.delayed_from, o.status)
                when 'CREATED' then l.picked + l.missing > 0
                when 'MISSING' then l.pending > 0 or l.missing = 0
                when 'READY' then l.pending > 0 or l.picked = 0
                when 'OUT_FOR_DELIVERY' then l.pending > 0 or l.picked = 0 or o.fulfillment_type = 'PICKUP'
                when 'DELIVERED' then l.pending > 0 or l.picked = 0
                else false
            end
        ) as v

        union all

        select 'what is not delivered is settled, and nothing else is', to_jsonb(v)
        from (
            select o.order_id, o.status, i.order_item_id, i.quantity, i.missing_quantity, i.settled_quantity
            from store.orders as o
            join store.order_items as i on i.order_id = o.order_id
            where i.settled_quantity <> case
                when o.status = 'CANCELED' then i.quantity
                when coalesce(o.delayed_from, o.status) in ('READY', 'OUT_FOR_DELIVERY', 'DELIVERED') then i.missing_quantity
                else 0
            end
        ) as v

        union all

        select 'an order costs less by what is settled, and by the fee only if it is canceled', to_jsonb(v)
        from (
            select o.order_id, o.status, o.reduced_amount, l.amount, o.reduced_vat_amount, l.vat_amount
            from store.orders as o
            join (
                select
                    i.order_id,
                    sum(i.unit_price * i.settled_quantity) as amount,
                    coalesce(
                        sum(i.vat_amount - store.vat_part(i.unit_price * (i.quantity - i.settled_quantity), i.vat_rate)), 0
                    ) as vat_amount
                from store.order_items as i
                group by i.order_id
            ) as l on l.order_id = o.order_id
            where o.reduced_amount <> l.amount + case o.status when 'CANCELED' then o.delivery_fee else 0 end
                or o.reduced_vat_amount
                    <> l.vat_amount + case o.status when 'CANCELED' then coalesce(o.delivery_fee_vat, 0) else 0 end
        ) as v;
end;
$$;

comment on function store.check_orders is 'What must hold of orders, each against its attempt: one row for each violation.';
revoke all on function store.check_orders from public;
