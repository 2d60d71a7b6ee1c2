begin;
\ir ../fixture.psql

select plan(5);

update store.delivery_slots set is_active = false;

select is(
    api.delivery_slot_admin_get(id('manager'), id('slot'))::jsonb #> '{data,is_active}', 'false', 'an inactive window is shown'
);

-- refusals
select throws_ok(
    $$select api.delivery_slot_admin_get(id('manager'), -1)$$, 'MS404', 'DELIVERY_SLOT_NOT_FOUND', 'one that is not there is not'
);
select throws_ok($$select api.delivery_slot_admin_get(id('customer'), id('slot'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.delivery_slot_admin_get(id('employee'), id('slot'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.delivery_slot_admin_get(-1, id('slot'))$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
