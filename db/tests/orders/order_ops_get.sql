begin;
\ir ../fixture.psql
\ir life.psql

select plan(5);

insert into fixture values ('order', ordered('customer'));
select is((api.order_ops_get(id('employee'), id('order')) #>> '{data,id}')::bigint, id('order'), 'an employee sees any order');
select is(api.order_ops_get(id('manager'), id('order')) #>> '{data,urgency}' is not null, true, 'and how urgent it is');
select is(api.order_ops_get(id('admin'), id('order')) #>> '{data,items,0,product}' is not null, true, 'with its items and where they are');
select throws_ok($$select api.order_ops_get(id('customer'), id('order'))$$, 'MS403', 'FORBIDDEN', 'customers do not');
select throws_ok($$select api.order_ops_get(id('employee'), -1)$$, 'MS404', 'ORDER_NOT_FOUND', 'an unknown order is not found');

select * from finish();

rollback;
