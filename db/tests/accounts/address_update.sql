begin;
\ir ../fixture.psql

select plan(6);

-- happy path
select is(
    api.address_update(id('customer'), id('customer address'), '9 New Street', 'Eilat', '88000', null, 29.55, 34.95, null)
        #>> '{data,city}',
    'Eilat', 'an address is replaced'
);
select is((select is_default from store.addresses where address_id = id('customer address')), true, 'it stays the default');
select api.address_create(id('customer'), '1 Second Street', 'Haifa', null, null, null, null, false);
select api.address_update(
    id('customer'), (select address_id from store.addresses where address_line = '1 Second Street'),
    '2 Second Street', 'Haifa', null, null, null, null, true
);
select results_eq(
    $$select address_line from store.addresses where user_id = id('customer') and is_default$$,
    $$values ('2 Second Street')$$, 'an address may become the default, and the former one no longer is'
);
select is(
    (select count(*)::integer from audit.entries where source = 'api.address_update' and actor_user_id = id('customer')), 4,
    'each change is in the audit log, with who made it'
);

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
