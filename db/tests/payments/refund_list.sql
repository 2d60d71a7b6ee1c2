begin;
\ir ../fixture.psql

select plan(4);

insert into fixture select 'order', ordered('customer');

select api.refund_create(id('manager'), id('order'), 10, 'x');
select is(api.refund_list(id('manager')) #>> '{data,0,order_id}', id('order')::text, 'a manager sees them');
select is(api.refund_list(id('manager'), 'FAILED') #>> '{pagination,total}', '0', 'by status');
select is(api.refund_list(id('manager'), 'PENDING', id('order')) #>> '{pagination,total}', '1', 'and by order');
select throws_ok($$select api.refund_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');

select * from finish();

rollback;
