begin;
\ir ../fixture.psql

select plan(5);

insert into fixture select 'order', ordered('customer');
select is(
    store.order_json(id('order'))::jsonb - 'items' - 'created_at' - 'updated_at' - 'order_number' - 'delivery',
    jsonb_build_object(
        'id', id('order'), 'user_id', id('customer'),
        'customer', jsonb_build_object('id', id('customer'), 'full_name', 'Customer', 'phone', null),
        'status', 'CREATED', 'fulfillment_type', 'DELIVERY', 'branch_id', id('warehouse'), 'branch_name', 'warehouse',
        'subtotal', '25.90', 'delivery_fee', '29.90', 'total_amount', '55.80', 'refunded_amount', '0.00',
        'payment', jsonb_build_object('reference', 'pi_key', 'status', 'CAPTURED', 'brand', 'visa', 'last4', '4242'),
        'pickup', null
    ),
    'an order as the API shows one'
);
select is(store.order_json(id('order')) #>> '{delivery,address,city}', 'Tel Aviv', 'with its address');
select is(store.order_json(id('order')) #>> '{items,0,product,unit}', '1 L', 'and its items');
select matches(store.order_json(id('order')) ->> 'order_number', '^M-\d{8}$', 'and a number to say on the phone');
select is(store.order_json(-1)::jsonb, null, 'no order, nothing');

select * from finish();

rollback;
