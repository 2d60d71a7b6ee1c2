begin;
\ir ../fixture.psql

select plan(3);

select api.cart_item_add(id('customer'), id('milk'), 3);
select is(
    store.cart_json(store.cart_ensure(id('customer'))) #>> '{data,items,0,line_total}', '19.50', 'a line is price times quantity'
);
update store.products set price = 7.00 where product_id = id('milk');
select is(
    store.cart_json(store.cart_ensure(id('customer'))) #>> '{data,subtotal}', '21.00', 'the price is always today''s'
);
update store.inventory set on_hand = 1 where product_id = id('milk');
select is(
    store.cart_json(store.cart_ensure(id('customer'))) #>> '{data,items,0,is_available}', 'false',
    'an item of which there is less than wanted is not available'
);

select * from finish();

rollback;
