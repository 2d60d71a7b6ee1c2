begin;
\ir ../fixture.psql
\ir life.psql

select plan(18);

insert into fixture select 'order', ordered('customer');
select is(
    (store.orders_json(array[id('order')]))[1]::jsonb - 'items' - 'created_at' - 'updated_at' - 'order_number' - 'delivery',
    jsonb_build_object(
        'id', id('order'), 'user_id', id('customer'),
        'customer', jsonb_build_object('id', id('customer'), 'full_name', 'Customer', 'phone', null),
        'status', 'CREATED', 'fulfillment_type', 'DELIVERY', 'branch_id', id('warehouse'), 'branch_name', 'warehouse',
        'subtotal', '25.90', 'delivery_fee', '29.90', 'total_amount', '55.80', 'refunded_amount', '0.00',
        'vat_included', '8.51', 'vat_rate', '18.00', 'delivery_fee_vat', '4.56', 'due_amount', '55.80', 'due_vat', '8.51', 'version', 1,
        'status_reason', null, 'delayed_from', null, 'urgency', null, 'assigned_to', null, 'lease_expires_at', null,
        'payment', jsonb_build_object('reference', 'pi_key', 'status', 'CAPTURED', 'brand', 'visa', 'last4', '4242'),
        'pickup', null
    ),
    'an order as the API shows one'
);
select is((store.orders_json(array[id('order')]))[1] #>> '{delivery,address,city}', 'Tel Aviv', 'with its address');
select is((store.orders_json(array[id('order')]))[1] #>> '{items,0,product,unit}', '1 L', 'and its items');
select is(
    ((store.orders_json(array[id('order')]))[1]::jsonb #> '{items,0}') - '{id,product_id,product}'::text[],
    '{
        "name": "milk", "sku": "DAI-1", "unit_price": "6.50", "quantity": 2, "picked_quantity": 0, "missing_quantity": 0,
        "picked_status": "PENDING", "line_total": "13.00", "vat_class": "STANDARD", "vat_rate": "18.00", "vat_amount": "1.98"
    }',
    'each with its price and its VAT'
);
update store.products set unit = 'barrel' where product_id = id('milk');
select is((store.orders_json(array[id('order')]))[1] #>> '{items,0,product,unit}', '1 L', 'and its unit as it was sold');
select matches((store.orders_json(array[id('order')]))[1] ->> 'order_number', '^M-\d{8}$', 'and a number to say on the phone');
select is(cardinality(store.orders_json(array[-1])), 0, 'no order, nothing');
insert into fixture select 'late one', ordered('other', 'other key');
select is(
    (
        select array_agg((o ->> 'id')::bigint order by place)
        from unnest(store.orders_json(array[id('late one'), id('order')])) with ordinality as u (o, place)
    ),
    array[id('late one'), id('order')], 'a page keeps the order of its ids'
);
select is(
    (
        select array_agg(json_array_length(o -> 'items'))
        from unnest(store.orders_json(array[id('late one'), id('order')])) as o
    ),
    (
        select array_agg(c.items order by c.order_id desc)
        from (select i.order_id, count(*)::integer as items from store.order_items as i group by i.order_id) as c
    ),
    'each order has its own items'
);

-- One of before VAT was kept.
update store.orders set vat_rate = null, delivery_fee_vat = null where order_id = id('order');
select is((store.orders_json(array[id('order')]))[1]::jsonb -> 'vat_included', 'null', 'nothing is made up for one without VAT');

-- for staff
create function tap.urgency(p_starts_in interval, p_status store.order_status default 'CREATED') returns text
    language plpgsql volatile
as $$
declare
    v_urgency text;
begin
    set local session_replication_role = replica;
    update store.orders set status = p_status where order_id = tap.id('pickup');
    update store.order_pickups set window_starts_at = now() + p_starts_in, window_ends_at = now() + p_starts_in + interval '2 hours';
    v_urgency := (store.orders_json(array[tap.id('pickup')], true))[1] ->> 'urgency';
    set local session_replication_role = origin;

    return v_urgency;
end;
$$;

insert into fixture values ('pickup', pickup('customer', 'p'));
select is(urgency('0'), 'overdue', 'an order whose window has begun is overdue');
select is(urgency('1 hour'), 'critical', 'within an hour of it critical');
select is(urgency('1 hour 1 second'), 'due_soon', 'before that due soon');
select is(urgency('4 hours'), 'due_soon', 'for four hours');
select is(urgency('4 hours 1 second'), 'scheduled', 'and before that scheduled');
select is(urgency('0', 'DELIVERED'), null, 'what is delivered is not urgent');
select is(urgency('0', 'CANCELED'), null, 'nor what is canceled');
select urgency('0');
select api.order_claim(id('employee'), id('pickup'), 'fragile');
select results_eq(
    $$
        select o ->> 'status_reason', o #>> '{assigned_to,full_name}', o ->> 'lease_expires_at' is not null
        from (
            select (store.orders_json(array[id('pickup')], n.is_for_staff))[1]
            from (values (true), (false)) as n (is_for_staff)
        ) as j (o)
    $$,
    $$values ('fragile', 'Employee', true), (null, null, false)$$, 'who picks it and what they say of it is for staff'
);

select * from finish();

rollback;
