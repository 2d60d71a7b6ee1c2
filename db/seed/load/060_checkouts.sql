-- The planned orders' carts and committed checkout attempts, with the ledger's movements. What is sold was received before,
-- so on_hand stays what it was.

insert into store.carts (cart_id, user_id, status, created_at, updated_at)
overriding system value
select o.cart_id, o.user_id, 'CHECKED_OUT', o.created_at - interval '20 minutes', o.created_at
from load_orders as o
order by o.cart_id;

insert into store.cart_items (cart_id, product_id, quantity, created_at)
select o.cart_id, l.product_id, l.quantity, o.created_at - interval '10 minutes'
from load_orders as o
join load_lines as l on l.order_id = o.order_id
order by o.cart_id, l.product_id;

-- A slot keeps room for all that is booked, also where the factor is great.
insert into store.slot_dates as d (delivery_slot_id, slot_date, capacity, booked)
select
    o.delivery_slot_id, o.slot_date,
    greatest(max(o.capacity), count(*) filter (where o.status <> 'CANCELED')),
    count(*) filter (where o.status <> 'CANCELED')
from load_orders as o
where o.delivery_slot_id is not null
group by o.delivery_slot_id, o.slot_date
order by o.slot_date, o.delivery_slot_id
on conflict on constraint slot_dates_date_key do update
set booked = d.booked + excluded.booked, capacity = greatest(d.capacity, d.booked + excluded.booked);

insert into store.checkout_attempts (
    checkout_attempt_id, user_id, cart_id, idempotency_key, fingerprint, state, fulfillment_type, branch_id, slot_date_id,
    address_id, pickup_starts_at, pickup_ends_at, payment_token_id, save_as_default, subtotal, delivery_fee, total_amount,
    currency, lease_expires_at, intent_reference, provider_reference, response_status, response_body, created_at, updated_at,
    address_line, city, postal_code, country, latitude, longitude, delivery_date, delivery_start_time, delivery_end_time,
    delivery_min_total, delivery_fee_under_min, vat_rate, delivery_fee_vat, vat_amount
)
overriding system value
select
    o.checkout_attempt_id, o.user_id, o.cart_id, o.reference, sha256(o.reference::bytea), 'COMMITTED', o.fulfillment_type,
    o.branch_id, d.slot_date_id,
    case when o.fulfillment_type = 'DELIVERY' then o.address_id end,
    case when o.fulfillment_type = 'PICKUP' then date_trunc('hour', o.created_at) + interval '4 hours' end,
    case when o.fulfillment_type = 'PICKUP' then date_trunc('hour', o.created_at) + interval '6 hours' end,
    o.payment_token_id, false, o.subtotal, o.delivery_fee, o.subtotal + o.delivery_fee, g.currency,
    o.created_at + interval '60 seconds', o.reference, o.reference, 201,
    -- As checkout_commit answers; the number is made as in orders.order_number, whose row comes after this one.
    json_build_object(
        'data', json_build_object(
            'order_id', o.order_id,
            'order_number', 'M-' || lpad(o.order_id::text, greatest(8, length(o.order_id::text)), '0'),
            'status', 'CREATED',
            'total_paid', (o.subtotal + o.delivery_fee)::text,
            'payment_reference', o.reference,
            'attempt_id', o.checkout_attempt_id
        )
    )::text,
    o.created_at, o.created_at, a.address_line, a.city, a.postal_code, a.country, a.latitude, a.longitude, d.slot_date,
    case when d.slot_date_id is not null then o.start_time end, case when d.slot_date_id is not null then o.end_time end,
    g.delivery_min_total, g.delivery_fee_under_min, g.vat_rate, o.delivery_fee_vat, o.vat_amount
from load_orders as o
cross join store.settings as g
left join store.slot_dates as d on d.delivery_slot_id = o.delivery_slot_id and d.slot_date = o.slot_date
left join store.addresses as a on a.address_id = o.address_id and o.fulfillment_type = 'DELIVERY'
order by o.checkout_attempt_id;

insert into store.checkout_lines (
    checkout_attempt_id, product_id, quantity, unit_price, name, sku, unit, vat_class, vat_rate, vat_amount
)
select
    o.checkout_attempt_id, l.product_id, l.quantity, l.price, l.name, l.sku, l.unit, l.vat_class, l.vat_rate, l.vat_amount
from load_orders as o
join load_lines as l on l.order_id = o.order_id
order by o.checkout_attempt_id, l.product_id;

insert into store.inventory_movements (branch_id, product_id, kind, quantity, reason, created_at)
select o.branch_id, l.product_id, 'received', sum(l.quantity), 'load: new stock', min(o.created_at) - interval '1 day'
from load_orders as o
join load_lines as l on l.order_id = o.order_id
where o.status <> 'CANCELED'
group by o.branch_id, l.product_id
order by o.branch_id, l.product_id;

insert into store.inventory_movements (branch_id, product_id, kind, quantity, checkout_attempt_id, reason, created_at)
select o.branch_id, l.product_id, m.kind, l.quantity, o.checkout_attempt_id, m.reason, o.created_at + m.delay
from load_orders as o
join load_lines as l on l.order_id = o.order_id
cross join (
    values
        (1, 'reserved'::store.movement_kind, null, interval '0'),
        (2, 'sold', null, interval '1 second'),
        (3, 'returned', 'order canceled', interval '1 hour')
) as m (position, kind, reason, delay)
where m.kind <> 'returned' or o.status = 'CANCELED'
order by o.order_id, m.position, l.product_id;
