begin;
\ir ../fixture.psql

select plan(3);

-- happy path
select is(api.cart_get(id('customer')) -> 'data' ->> 'item_count', '0', 'the first look makes an empty cart');
select is(api.cart_get(id('customer')) -> 'data' ->> 'subtotal', '0.00', 'that costs nothing');

-- errors
select throws_ok($$select api.cart_get(id('employee'))$$, 'MS403', 'FORBIDDEN', 'staff have no cart');

select * from finish();

rollback;
