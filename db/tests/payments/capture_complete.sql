begin;
\ir ../fixture.psql

select plan(21);

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

-- somebody else has taken it over
select plenty();
insert into fixture select 'fourth', held('other', 'key 4');
insert into fixture select 'overtaken', store.capture_queue(id('fourth'), 10);
update store.outbox set lease_number = 2 where capture_id = id('overtaken');
select is(api.capture_complete(id('overtaken'), 1000, 1), false, 'who was overtaken books nothing: the other finds it taken');
select is(api.capture_complete(id('overtaken'), 1000, 2), true, 'who has the lease books it');

-- a hold without an order, which somebody has captured
insert into fixture select 'stray', locked_attempt('other', 'key 5');
select api.checkout_expire(id('stray'));
select event('evt_1', 'payment_intent.amount_capturable_updated', 'pi_stray', id('stray'), 5580);
select api.capture_complete(capture_id, 5580) from store.captures where provider_reference = 'pi_stray';
select is((select amount from store.refunds where provider_reference = 'pi_stray'), 55.80, 'what was taken without an order goes back');
select is(
    (select b.status::text || ': ' || b.last_error from store.captures as c join store.outbox as b using (capture_id) where c.provider_reference = 'pi_stray'),
    'DONE: it was to be let go, was taken, and goes back', 'so that no human has to look at it'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated when it does');

select * from finish();

rollback;
