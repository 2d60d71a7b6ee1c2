begin;
\ir ../fixture.psql

select plan(4);

insert into fixture select 'order', ordered('customer');

-- happy path
select is(api.order_get(id('customer'), id('order')) #>> '{data,id}', id('order')::text, 'a customer sees their own');
select is(api.order_get(id('manager'), id('order')) #>> '{data,id}', id('order')::text, 'a manager sees any');

-- errors
select throws_ok(
    $$select api.order_get(id('other'), id('order'))$$, 'MS404', 'ORDER_NOT_FOUND', 'somebody else''s is not found'
);
select throws_ok(
    $$select api.order_get(id('employee'), id('order'))$$, 'MS403', 'FORBIDDEN', 'employees have their own list'
);

select * from finish();

rollback;
