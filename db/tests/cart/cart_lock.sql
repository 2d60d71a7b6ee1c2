begin;
\ir ../fixture.psql

select plan(4);

-- happy path
select is(store.cart_lock(id('customer')), store.cart_ensure(id('customer')), 'gives the active cart');
select isnt((select xmax from store.carts where user_id = id('customer'))::text, '0', 'and holds its row');

-- errors
select ok(locked_attempt('customer') > 0, 'when a checkout is open');
select throws_ok(
    $$select store.cart_lock(id('customer'))$$, 'MS409', 'CHECKOUT_IN_PROGRESS', 'the cart cannot be changed'
);

select * from finish();

rollback;
