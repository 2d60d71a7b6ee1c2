begin;
\ir ../fixture.psql

select plan(1);

insert into fixture select 'order', ordered('customer');

select api.refund_create(id('manager'), id('order'), 12, 'x');
select is((select (store.refunds_json(array_agg(refund_id)))[1] ->> 'amount' from store.refunds), '12.00', 'a refund shows its amount');

select * from finish();

rollback;
