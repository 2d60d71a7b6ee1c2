begin;
\ir ../fixture.psql

select plan(15);

insert into fixture select 'order', held('customer');
insert into fixture select 'paid', ordered('other', 'key 2');

-- errors
select throws_ok($$select store.capture_queue(id('order'), 55.81)$$, 'MS409', 'CAPTURE_EXCEEDS_PAYMENT', 'never more than is held');
select throws_ok($$select store.capture_queue(id('paid'), 1)$$, 'MS409', 'PAYMENT_NOT_AUTHORIZED', 'what is taken already is not held');
select throws_ok($$select store.capture_queue(-1, 1)$$, 'MS404', 'ORDER_NOT_FOUND', 'an unknown order is not found');

-- happy path
select lives_ok($$select store.capture_queue(id('order'), 40)$$, 'what was picked is to be taken');
select results_eq(
    'select c.amount, c.status::text, b.kind, b.status::text from store.captures as c join store.outbox as b on b.capture_id = c.capture_id',
    $$values (40.00::numeric(12, 2), 'PENDING', 'capture', 'PENDING')$$, 'in the outbox'
);
select throws_ok($$select store.capture_queue(id('order'), 40)$$, 'MS409', 'CAPTURE_IN_PROGRESS', 'a hold is captured once');

-- a failed one may be asked for again
select api.outbox_retry(outbox_id, 'status 401', 0, true) from store.outbox;
select is((select count(*)::integer from api.danger_zone where state = 'DEAD'), 1, 'a failed one waits for a human');
select lives_ok($$select store.capture_queue(id('order'), null)$$, 'who asks again, for all of it');
select results_eq(
    'select amount, status::text from store.captures order by capture_id',
    $$values (40.00::numeric(12, 2), 'FAILED'), (55.80::numeric(12, 2), 'PENDING')$$, 'the first one stays failed'
);
select results_eq('select state, amount from api.danger_zone', $$values ('PENDING', 55.80::numeric(12, 2))$$, 'and waits for nobody any more');

-- side effects
select results_eq(
    $$select status::text, captured_amount from store.payments where order_id = id('order')$$,
    $$values ('AUTHORIZED', 0.00::numeric(12, 2))$$, 'nothing is taken before the provider says so'
);
select is(
    (select count(*)::integer from audit.entries where entity_type = 'captures' and action = 'INSERT'), 2, 'each is audited'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- what is not delivered is not taken
insert into fixture select 'short', held('customer', 'short');
update store.orders set reduced_amount = 12.90, reduced_vat_amount = 1.97 where order_id = id('short');
select throws_ok($$select store.capture_queue(id('short'), 42.91)$$, 'MS409', 'CAPTURE_EXCEEDS_PAYMENT', 'never more than the order costs');
select store.capture_queue(id('short'), null);
select is((select amount from store.captures order by capture_id desc limit 1), 42.90, 'and that is all of it');

select * from finish();

rollback;
