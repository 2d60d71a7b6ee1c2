begin;
\ir ../fixture.psql

select plan(14);

create function tap.preview(p_person text, p_cart bigint default null) returns jsonb language sql
return api.checkout_preview(id(p_person), p_cart, 'DELIVERY', null, id('slot'), null, null, null)::jsonb -> 'data';

select api.cart_item_add(id('customer'), id('rare cake'), 2);

-- happy path
select is(
    preview('customer') - 'slot' - 'missing_items',
    jsonb_build_object(
        'subtotal', '160.00', 'delivery_fee', '29.90', 'vat_included', '28.97', 'total', '189.90',
        'fulfillment_type', 'DELIVERY', 'branch_id', id('warehouse'), 'pickup', null
    ),
    'what a confirm would cost'
);
select is(
    preview('customer') -> 'slot',
    jsonb_build_object('id', id('slot'), 'date', store.local_now()::date + 1, 'start_time', '10:00', 'end_time', '12:00'),
    'and when'
);
select is(
    preview('customer') #>> '{missing_items,0,available_quantity}', '1', 'and what it would lack'
);
update store.products set vat_class = 'ZERO' where product_id = id('rare cake');
select is(preview('customer') ->> 'vat_included', '4.56', 'what is taxed at none has no VAT, its delivery has');

-- errors
select throws_ok(
    $$select api.checkout_preview(id('customer'), -1, 'DELIVERY', null, null, null, null, null)$$, 'MS400', 'VALIDATION_ERROR',
    'what was asked is judged before the cart'
);
select throws_ok(
    $$select preview('other', store.cart_ensure(id('customer')))$$, 'MS404', 'CART_NOT_FOUND',
    'somebody else''s cart is not found'
);
select throws_ok($$select preview('other')$$, 'MS409', 'CART_EMPTY', 'a cart that is not there is empty');
select throws_ok($$select preview('manager')$$, 'MS403', 'FORBIDDEN', 'staff cannot shop');

-- a basket beyond all bounds: 101 products for 99,999.99, 999 of each, are more than ten digits
with made as (
    insert into store.products (category_id, name, sku, price, unit)
    select id('dairy'), 'ingot ' || n, 'ING-' || n, 99999.99, '1 kg' from generate_series(1, 101) as n
    returning product_id
)
insert into store.cart_items (cart_id, product_id, quantity)
select store.cart_ensure(id('customer')), product_id, 999 from made;
select throws_ok($$select preview('customer')$$, 'MS400', 'CART_LIMIT', 'a basket that nobody can pay is refused');
select is(
    details($$select preview('customer')$$),
    '{"limit": "order_max_total", "maximum": "999999.99", "actual": "10089899151.01"}', 'with what an order may come to'
);
select is(api.cart_get(id('customer')) #>> '{data,subtotal}', '10089899151.01', 'and the cart can still be seen');
update store.cart_items set quantity = 1;
update store.settings set cart_max_lines = 100;
select is(details($$select preview('customer')$$) ->> 'limit', 'cart_max_lines', 'so can one of too many products');

-- side effects
select is_empty('select 1 from store.slot_dates', 'no slot is booked');
select is_empty('select 1 from store.inventory where reserved > 0', 'no stock is locked');

select * from finish();

rollback;
