begin;
\ir ../fixture.psql

select plan(4);

-- happy path
select is(
    api.address_update(id('customer'), id('customer address'), '9 New Street', 'Eilat', '88000', null, 29.55, 34.95, null)
        #>> '{data,city}',
    'Eilat', 'an address is replaced'
);
select is((select is_default from store.addresses where address_id = id('customer address')), true, 'it stays the default');

-- errors
select throws_ok(
    $$select api.address_update(id('customer'), id('other address'), 'x', 'y', null, null, null, null, null)$$,
    'MS404', 'ADDRESS_NOT_FOUND', 'somebody else''s is not found'
);
select throws_ok(
    $$select api.address_update(id('customer'), id('customer address'), 'x', 'y', null, null, 91, 0, null)$$,
    '23514', null, 'a latitude beyond the pole is refused'
);

select * from finish();

rollback;
