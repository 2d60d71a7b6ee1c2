begin;
\ir ../fixture.psql

select plan(6);

insert into fixture select 'load', load(jsonb_build_array(load_row('branch', 'milk', 5)));
insert into fixture select 'closed', load('[]');
select api.inventory_load_open(id('manager'), id('load'));

-- happy path
select results_eq(
    $$select api.inventory_load_apply(id('manager'), id('load')) from generate_series(1, 3)$$, $$values (false), (true), (true)$$,
    'step by step, to its end'
);

-- refusals
select throws_ok($$select api.inventory_load_apply(id('manager'), -1)$$, 'MS404', 'INVENTORY_LOAD_NOT_FOUND', 'it must be there');
select throws_ok(
    $$select api.inventory_load_apply(id('manager'), id('closed'))$$, 'MS404', 'INVENTORY_LOAD_NOT_FOUND', 'and all of its rows'
);
update store.users set role = 'MANAGER' where user_id = id('other');
select throws_ok(
    $$select api.inventory_load_apply(id('other'), id('load'))$$, 'MS404', 'INVENTORY_LOAD_NOT_FOUND', 'and be one''s own'
);
select throws_ok($$select api.inventory_load_apply(id('employee'), id('load'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.inventory_load_apply(id('customer'), id('load'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select * from finish();
rollback;
