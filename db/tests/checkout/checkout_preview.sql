begin;
\ir ../fixture.psql

select plan(8);

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

-- errors
select throws_ok(
    $$select preview('other', store.cart_ensure(id('customer')))$$, 'MS404', 'CART_NOT_FOUND',
    'somebody else''s cart is not found'
);
select throws_ok($$select preview('other')$$, 'MS409', 'CART_EMPTY', 'a cart that is not there is empty');
select throws_ok($$select preview('manager')$$, 'MS403', 'FORBIDDEN', 'staff cannot shop');

-- side effects
select is_empty('select 1 from store.slot_dates', 'no slot is booked');
select is_empty('select 1 from store.inventory where reserved > 0', 'no stock is locked');

select * from finish();

rollback;
