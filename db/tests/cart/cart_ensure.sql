begin;
\ir ../fixture.psql

select plan(3);

select isnt(store.cart_ensure(id('customer')), null, 'the first call makes a cart');
select is(store.cart_ensure(id('customer')), store.cart_ensure(id('customer')), 'later ones find it');
select is((select count(*)::integer from store.carts where user_id = id('customer')), 1, 'there is one');

select * from finish();

rollback;
