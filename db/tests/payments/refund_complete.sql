begin;
\ir ../fixture.psql

select plan(7);

insert into fixture select 'order', ordered('customer');

insert into fixture select 'refund', (api.refund_create(id('manager'), id('order'), 55.80, 'x') #>> '{data,id}')::bigint;

select is(api.refund_complete(id('refund'), 're_1'), true, 'the money is back');
select is(api.refund_complete(id('refund'), 're_1'), false, 'twice is once');
select results_eq('select status::text, refunded_amount from store.payments', $$values ('REFUNDED', 55.80::numeric(12, 2))$$, 'the payment knows');
select is((select status::text from store.outbox), 'DONE', 'the outbox is done');
select is((select count(*)::integer from store.payment_events where kind = 'refund'), 1, 'the event is kept');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');
select throws_ok($$select api.refund_complete(-1, 'x')$$, 'MS404', 'NOT_FOUND', 'an unknown one is not found');

select * from finish();

rollback;
