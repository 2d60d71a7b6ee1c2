begin;
\ir ../fixture.psql
\ir ../orders/life.psql

select plan(58);

-- happy path: an order that is delivered, one that is picked up
insert into fixture values ('order', ordered('customer', 'k1'));
insert into fixture select 'attempt', checkout_attempt_id from store.orders where order_id = id('order');
select api.cart_item_add(id('other'), id('milk'), 1);
insert into fixture
select 'pickup attempt', l.checkout_attempt_id
from api.checkout_lock(
    id('other'), 'k2', '\x01', null, 'PICKUP', id('branch'), null, null, null, null, null, null, false, 60
) as l;
insert into fixture select 'pickup', c.order_id from commit(id('pickup attempt'), 'pi_k2', 650, 'ils') as c;

select is_empty('select * from store.check_orders()', 'a delivery and a pickup are as they should be');

-- wrong states: another order than its attempt
select wrong_is_told(
    format($$update store.orders set %s where order_id = id('order')$$, w.change), 'an order is what its attempt was', w.what
)
from (
    values
        ($$user_id = id('other')$$, 'an order of another user'),
        ($$branch_id = id('branch')$$, 'an order from another branch'),
        ('subtotal = subtotal + 1, total_amount = total_amount + 1', 'an order of another total'),
        (
            'subtotal = subtotal + 1, delivery_fee = delivery_fee - 1, delivery_fee_vat = delivery_fee_vat - 0.15',
            'an order of another fee, though the total is right'
        ),
        ('vat_amount = vat_amount + 0.01', 'an order of another VAT'),
        ($$fulfillment_type = 'PICKUP'$$, 'an order that goes another way')
) as w (change, what);
select throws_ok(
    format($$update store.orders set %s where order_id = id('order')$$, w.change), '23503', null,
    'a foreign key refuses it from who does not go past it: ' || w.change
)
from (
    values
        ($$user_id = id('other')$$),
        ($$branch_id = id('branch')$$),
        ('subtotal = subtotal + 1, total_amount = total_amount + 1'),
        ('vat_amount = vat_amount + 0.01'),
        ($$fulfillment_type = 'PICKUP'$$)
) as w (change);

-- its items
select wrong_is_told(
    format($$update store.order_items set %s where order_id = id('order') and product_id = id('milk')$$, w.change),
    'an order''s items are the lines of its attempt', w.what
)
from (
    values
        ('quantity = 4, unit_price = 3.25', 'another quantity, though it costs the same'),
        ('unit_price = 1, vat_amount = 0.31', 'another price'),
        ($$product_id = id('rare cake')$$, 'another product'),
        ($$name = 'oat milk'$$, 'another name'),
        ($$sku = 'DAI-9'$$, 'another SKU'),
        ($$unit = '2 L'$$, 'another unit'),
        ($$vat_class = 'ZERO', vat_rate = 0, vat_amount = 0$$, 'another class of VAT')
) as w (change, what);
select wrong_is_told(
    $$delete from store.order_items where order_id = id('order') and product_id = id('milk')$$,
    'an order''s items are the lines of its attempt', 'an item that is missing'
);
select wrong_is_told(
    $$
        insert into store.order_items (order_id, product_id, name, sku, unit_price, quantity)
        values (id('order'), id('rare cake'), 'rare cake', 'BAK-2', 0, 1)
    $$,
    'an order''s items are the lines of its attempt', 'an item for nothing'
);

-- where and when
select wrong_is_told(
    $$delete from store.order_pickups$$, 'an order has the delivery or the pickup that was locked', 'a pickup without window'
);
select wrong_is_told(
    $$delete from store.order_deliveries$$, 'an order has the delivery or the pickup that was locked', 'a delivery without address'
);
select wrong_is_told(
    $$
        insert into store.order_pickups (order_id, branch_id, window_starts_at, window_ends_at)
        values (id('order'), id('warehouse'), now(), now() + interval '1 hour')
    $$,
    'an order has the delivery or the pickup that was locked', 'a delivery that is picked up as well'
);
select wrong_is_told(
    $$update store.order_pickups set window_ends_at = window_ends_at + interval '1 hour'$$,
    'an order has the delivery or the pickup that was locked', 'a pickup at another time than the one that was locked'
);
select wrong_is_told(
    $$update store.order_pickups set branch_id = id('warehouse')$$,
    'an order has the delivery or the pickup that was locked', 'a pickup at another branch than the order''s'
);
select wrong_is_told(
    $$
        insert into store.slot_dates (delivery_slot_id, slot_date, capacity, booked)
        select delivery_slot_id, slot_date + 7, capacity, 1 from store.slot_dates;
        update store.order_deliveries set slot_date_id = (select max(slot_date_id) from store.slot_dates)
    $$,
    'an order has the delivery or the pickup that was locked', 'a delivery on another date than the one that was locked'
);
select wrong_is_told(
    $$update store.order_pickups set window_ends_at = 'infinity'$$, 'order_pickups_window_finite', 'a pickup without end'
);
select wrong_is_told(
    $$update store.order_deliveries set end_time = start_time$$, 'order_deliveries_window_ordered', 'a delivery in no time'
);
select wrong_is_told(
    format($$update store.order_deliveries set %s where order_id = id('order')$$, w.change),
    'an order goes where and when it was locked to', w.what
)
from (
    values
        ($$address_line = '1 New Street'$$, 'a delivery to another house'),
        ($$end_time = '13:00'$$, 'a delivery in a longer window')
) as w (change, what);
select wrong_is_told(
    $$update store.order_items set vat_amount = vat_amount + 0.01 where order_id = id('order')$$, 'order_items_vat_is_right',
    'VAT that is not that of its item'
);

-- how far it is, and what it costs
insert into fixture values ('ready', ordered('customer', 'k3'));
select bring('ready', 'MISSING'), set('manager', 'ready', 'READY');
select is_empty('select * from store.check_orders()', 'an order that is short is as it should be');
select wrong_is_told(
    format('update store.orders set %s where order_id = id(%L)', w.change, w.name), 'an order is as far as its lines say', w.what
)
from (
    values
        ('order', $$status = 'READY'$$, 'ready, and nobody has picked'),
        ('order', $$status = 'MISSING'$$, 'missing, and nothing is'),
        ('order', $$status = 'DELAYED', delayed_from = 'OUT_FOR_DELIVERY'$$, 'late on its way, and nobody has picked'),
        ('order', $$status = 'DELIVERED'$$, 'handed over, and nobody has picked'),
        ('ready', $$status = 'CREATED'$$, 'new, and picked')
) as w (name, change, what);
select wrong_is_told(
    $$update store.orders set status = 'OUT_FOR_DELIVERY' where order_id = id('pickup');
        update store.order_items set picked_status = 'PICKED', picked_quantity = quantity where order_id = id('pickup')$$,
    'an order is as far as its lines say', 'a pickup that goes out'
);
select wrong_is_told(
    format('update store.orders set %s where order_id = id(%L)', w.change, w.name), 'what is not delivered is settled, and nothing else is',
    w.what
)
from (
    values
        ('order', $$status = 'CANCELED'$$, 'canceled by hand, and nothing came back'),
        ('ready', $$status = 'CANCELED'$$, 'canceled by hand, and only what was missing came back'),
        ('ready', $$status = 'MISSING'$$, 'settled, and nobody has accepted it')
) as w (name, change, what);
select wrong_is_told(
    format('update store.order_items set %s where order_item_id = item(%L, %L)', w.change, w.name, w.product),
    'what is not delivered is settled, and nothing else is', w.what
)
from (
    values
        ('ready', 'bread', 'settled_quantity = 0', 'a missing unit that is paid'),
        ('ready', 'milk', 'settled_quantity = 1', 'a picked unit that is not'),
        ('ready', 'milk', 'picked_quantity = 1', 'a unit that was taken out again')
) as w (name, product, change, what);
select wrong_is_told(
    format('update store.orders set %s where order_id = id(%L)', w.change, w.name),
    'an order costs less by what is settled, and by the fee only if it is canceled', w.what
)
from (
    values
        ('ready', 'reduced_amount = 0', 'a missing unit that costs'),
        ('ready', 'reduced_amount = reduced_amount + delivery_fee', 'a fee that is not due, though it goes out'),
        ('ready', 'reduced_vat_amount = 0', 'VAT of what is not sold'),
        ('order', 'reduced_amount = 1', 'a discount for nothing')
) as w (name, change, what);
select wrong_is_told(
    format('update store.orders set %s where order_id = id(%L)', w.change, 'order'), w.name, w.what
)
from (
    values
        ('orders_picking_is_assigned', $$status = 'IN_PROGRESS'$$, 'picked by nobody'),
        ('orders_picking_is_assigned', $$status = 'IN_PROGRESS', assigned_to = id('employee')$$, 'picked for ever'),
        ('orders_delay_is_whole', $$status = 'DELAYED'$$, 'late, and was nothing before'),
        ('orders_delay_is_whole', $$status = 'DELAYED', delayed_from = 'DELIVERED'$$, 'late, and was handed over before'),
        ('orders_delay_is_whole', $$delayed_from = 'READY'$$, 'not late, and was something before'),
        ('orders_reduced_range', 'reduced_amount = total_amount + 1', 'less than nothing')
) as w (name, change, what);
select wrong_is_told(
    format('update store.order_items set %s where order_id = id(%L)', w.change, 'order'), 'order_items_picking_is_whole', w.what
)
from (
    values
        ('picked_quantity = 1', 'picked, and pending'),
        ($$picked_status = 'PICKED'$$, 'picked, and nothing of it'),
        ($$picked_status = 'MISSING', picked_quantity = quantity$$, 'missing, and all of it there')
) as w (change, what);

select * from finish();

rollback;
