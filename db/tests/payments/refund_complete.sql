begin;
\ir ../fixture.psql

select plan(12);

insert into fixture select 'order', ordered('customer');

insert into fixture select 'refund', (api.refund_create(id('manager'), id('order'), 55.80, 'x') #>> '{data,id}')::bigint;

select is(api.refund_complete(id('refund'), 're_1'), true, 'the money is back');
select is(api.refund_complete(id('refund'), 're_1'), false, 'twice is once');
select results_eq('select status::text, refunded_amount from store.payments', $$values ('REFUNDED', 55.80::numeric(12, 2))$$, 'the payment knows');
select is((select status::text from store.outbox), 'DONE', 'the outbox is done');
select is((select count(*)::integer from store.payment_events where kind = 'refund'), 1, 'the event is kept');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');
select throws_ok($$select api.refund_complete(-1, 'x')$$, 'MS404', 'NOT_FOUND', 'an unknown one is not found');

-- somebody else has taken it over
insert into fixture select 'second order', ordered('other', 'key 2');
insert into fixture select 'second', (api.refund_create(id('manager'), id('second order'), 10, 'x') #>> '{data,id}')::bigint;
update store.outbox set lease_number = 2 where refund_id = id('second');
select is(api.refund_complete(id('second'), 're_2', 1), false, 'who was overtaken books nothing: the other finds it made');
select is((select status::text from store.refunds where refund_id = id('second')), 'PENDING', 'it is as it was');
select is(api.refund_complete(id('second'), 're_2', 2), true, 'who has the lease books it');
insert into fixture select 'third', (api.refund_create(id('manager'), id('second order'), 10, 'x') #>> '{data,id}')::bigint;
update store.outbox set lease_number = 2 where refund_id = id('third');
select api.outbox_retry(outbox_id, 'refused', 0, true, 2) from store.outbox where refund_id = id('third');
select is(api.refund_complete(id('third'), 're_3', 1), true, 'one that was given up is believed to be made, however late');
select is_empty('select * from store.check_invariants()', 'no invariant is violated by it');

select * from finish();

rollback;
