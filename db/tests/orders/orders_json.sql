begin;
\ir ../fixture.psql

select plan(7);

insert into fixture select 'order', ordered('customer');
select is(
    (store.orders_json(array[id('order')]))[1]::jsonb - 'items' - 'created_at' - 'updated_at' - 'order_number' - 'delivery',
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
select is((store.orders_json(array[id('order')]))[1] #>> '{delivery,address,city}', 'Tel Aviv', 'with its address');
select is((store.orders_json(array[id('order')]))[1] #>> '{items,0,product,unit}', '1 L', 'and its items');
select matches((store.orders_json(array[id('order')]))[1] ->> 'order_number', '^M-\d{8}$', 'and a number to say on the phone');
select is(cardinality(store.orders_json(array[-1])), 0, 'no order, nothing');
insert into fixture select 'second', ordered('other', 'other key');
select is(
    (
        select array_agg((o ->> 'id')::bigint order by place)
        from unnest(store.orders_json(array[id('second'), id('order')])) with ordinality as u (o, place)
    ),
    array[id('second'), id('order')], 'a page keeps the order of its ids'
);
select is(
    (
        select array_agg(json_array_length(o -> 'items'))
        from unnest(store.orders_json(array[id('second'), id('order')])) as o
    ),
    (
        select array_agg(c.items order by c.order_id desc)
        from (select i.order_id, count(*)::integer as items from store.order_items as i group by i.order_id) as c
    ),
    'each order has its own items'
);

select * from finish();

rollback;
