begin;
\ir ../fixture.psql

select plan(5);

-- happy path
select isnt(api.inventory_load_begin(id('manager')), api.inventory_load_begin(id('manager')), 'each file has a load of its own');

-- refusals
select throws_ok($$select api.inventory_load_begin(id('employee'))$$, 'MS403', 'FORBIDDEN', 'an employee sends none');
select throws_ok($$select api.inventory_load_begin(id('customer'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

-- side effects
select results_eq(
    $$select user_id, opened_at is null, total from store.inventory_loads limit 1$$,
    $$values (id('manager'), true, null::integer)$$, 'nothing has come of it yet'
);
select is(
    (select e.actor_user_id from audit.entries as e where e.entity_type = 'inventory_loads' limit 1), id('manager'),
    'the log knows whose it is'
);

select * from finish();
rollback;
