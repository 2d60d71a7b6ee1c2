begin;
\ir ../fixture.psql

select plan(16);

-- a part is taken
insert into fixture select 'order', held('customer');
insert into fixture select 'capture', store.capture_queue(id('order'), 40);
select throws_ok($$select api.capture_complete(id('capture'), 5581)$$, 'MS409', 'PAYMENT_MISMATCH', 'more than is held cannot be true');
select is(api.capture_complete(id('capture'), 4000), true, 'the money is taken');
select is(api.capture_complete(id('capture'), 4000), false, 'twice is once');
select results_eq('select status::text, captured_amount from store.payments', $$values ('CAPTURED', 40.00::numeric(12, 2))$$, 'the payment knows');
select is((select status::text from store.outbox), 'DONE', 'the outbox is done');
select is((select count(*)::integer from store.payment_events where kind = 'capture'), 1, 'the event is kept');
select throws_ok($$select api.refund_create(id('manager'), id('order'), 40.01, 'x')$$, 'MS409', 'REFUND_EXCEEDS_PAYMENT', 'no more goes back than was taken');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- all of it is let go
insert into fixture select 'second', held('other', 'key 2');
insert into fixture select 'nothing', store.capture_queue(id('second'), 0);
select is(api.capture_complete(id('nothing'), 0), true, 'nothing is taken where nothing was asked for');
select is((select status::text from store.payments where order_id = id('second')), 'CANCELED', 'the hold is gone');
select is_empty('select * from store.check_invariants()', 'no invariant is violated then');

-- the hold is gone before it could be taken
insert into fixture select 'third', held('other', 'key 3');
insert into fixture select 'late', store.capture_queue(id('third'), null);
select is(api.capture_complete(id('late'), 0), true, 'a hold that is gone is noted');
select results_eq(
    $$select c.status::text, p.status::text from store.captures as c join store.payments as p on p.payment_id = c.payment_id where c.capture_id = id('late')$$,
    $$values ('FAILED', 'CANCELED')$$, 'as a failure'
);
select results_eq('select kind, state, reason from api.danger_zone', $$values ('capture', 'DEAD', 'the hold is gone')$$, 'that a human sees');
select is_empty('select * from store.check_invariants()', 'no invariant is violated by it');

select throws_ok($$select api.capture_complete(-1, 1)$$, 'MS404', 'NOT_FOUND', 'an unknown one is not found');

select * from finish();

rollback;
