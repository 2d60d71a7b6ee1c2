-- The planned orders with their snapshots and their money. A canceled one was given back in full, and costs nothing.

insert into store.orders (
    order_id, user_id, cart_id, checkout_attempt_id, branch_id, status, fulfillment_type, subtotal, delivery_fee, total_amount,
    vat_rate, delivery_fee_vat, vat_amount, reduced_amount, reduced_vat_amount, created_at, updated_at
)
overriding system value
select
    o.order_id, o.user_id, o.cart_id, o.checkout_attempt_id, o.branch_id, o.status, o.fulfillment_type, o.subtotal,
    o.delivery_fee, o.subtotal + o.delivery_fee, g.vat_rate, o.delivery_fee_vat, o.vat_amount,
    case o.status when 'CANCELED' then o.subtotal + o.delivery_fee else 0 end,
    case o.status when 'CANCELED' then o.vat_amount else 0 end,
    o.created_at,
    case o.status when 'DELIVERED' then o.created_at + interval '1 day' else o.created_at end
from load_orders as o
cross join store.settings as g
order by o.order_id;

insert into store.order_items (
    order_id, product_id, name, sku, unit, unit_price, quantity, vat_class, vat_rate, vat_amount, picked_quantity, picked_status,
    settled_quantity
)
select
    l.order_id, l.product_id, l.name, l.sku, l.unit, l.price, l.quantity, l.vat_class, l.vat_rate, l.vat_amount,
    case o.status when 'DELIVERED' then l.quantity else 0 end,
    case o.status when 'DELIVERED' then 'PICKED' else 'PENDING' end::store.picked_status,
    case o.status when 'CANCELED' then l.quantity else 0 end
from load_lines as l
join load_orders as o on o.order_id = l.order_id
order by l.order_id, l.product_id;

insert into store.order_deliveries (
    order_id, slot_date_id, start_time, end_time, address_line, city, postal_code, country, latitude, longitude
)
select
    o.order_id, d.slot_date_id, o.start_time, o.end_time, a.address_line, a.city, a.postal_code, a.country, a.latitude,
    a.longitude
from load_orders as o
join store.slot_dates as d on d.delivery_slot_id = o.delivery_slot_id and d.slot_date = o.slot_date
join store.addresses as a on a.address_id = o.address_id
order by o.order_id;

insert into store.order_pickups (order_id, branch_id, window_starts_at, window_ends_at)
select o.order_id, o.branch_id, a.pickup_starts_at, a.pickup_ends_at
from load_orders as o
join store.checkout_attempts as a on a.checkout_attempt_id = o.checkout_attempt_id
where o.fulfillment_type = 'PICKUP'
order by o.order_id;

insert into store.payments (
    payment_id, order_id, payment_token_id, provider, provider_reference, status, authorized_amount, captured_amount,
    refunded_amount, currency, brand, last4, created_at, updated_at
)
overriding system value
select
    o.payment_id, o.order_id, t.payment_token_id, 'stripe', o.reference,
    case o.status when 'CANCELED' then 'REFUNDED' else 'CAPTURED' end::store.payment_status,
    o.subtotal + o.delivery_fee,
    o.subtotal + o.delivery_fee,
    case o.status when 'CANCELED' then o.subtotal + o.delivery_fee else 0 end,
    g.currency, t.brand, t.last4, o.created_at, o.created_at
from load_orders as o
cross join store.settings as g
join store.payment_tokens as t on t.payment_token_id = o.payment_token_id
order by o.payment_id;

insert into store.refunds (
    payment_id, checkout_attempt_id, provider, provider_reference, refund_reference, amount, currency, status, reason,
    is_settlement, created_at, updated_at
)
select
    o.payment_id, o.checkout_attempt_id, 'stripe', o.reference, 're' || substr(o.reference, 3), o.subtotal + o.delivery_fee,
    g.currency, 'SUCCEEDED', 'order canceled', true, o.created_at + interval '1 hour', o.created_at + interval '1 hour'
from load_orders as o
cross join store.settings as g
where o.status = 'CANCELED'
order by o.order_id;

insert into store.payment_events (payment_id, provider, provider_event_id, kind, amount, created_at)
select o.payment_id, 'stripe', o.reference || ':charge', 'charge', o.subtotal + o.delivery_fee, o.created_at
from load_orders as o
order by o.order_id;

insert into store.payment_events (payment_id, provider, provider_event_id, kind, amount, created_at)
select
    o.payment_id, 'stripe', 're' || substr(o.reference, 3) || ':refund', 'refund', o.subtotal + o.delivery_fee,
    o.created_at + interval '1 hour'
from load_orders as o
where o.status = 'CANCELED'
order by o.order_id;
