begin;
\ir ../fixture.psql

select plan(3);

select api.cart_item_add(id('customer'), id('milk'), 2);
select api.cart_item_add(id('other'), id('milk'), 2);
select is(api.cart_clear(id('customer')) #>> '{data,item_count}', '0', 'the cart is empty');
select is((select count(*)::integer from store.cart_items), 1, 'nobody else''s is');
select locked_attempt('other');
select throws_ok(
    $$select api.cart_clear(id('other'))$$, 'MS409', 'CHECKOUT_IN_PROGRESS', 'a cart that is being paid is not emptied'
);

select * from finish();

rollback;
