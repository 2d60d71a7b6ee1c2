begin;
\ir ../fixture.psql

select plan(12);

insert into fixture select 'order', ordered('customer');

-- happy path
select is(api.refund_create(id('manager'), id('order'), 50, 'bread was stale') #>> '{data,status}', 'PENDING', 'a refund is queued');
select is((select count(*)::integer from store.outbox where kind = 'refund' and status = 'PENDING'), 1, 'in the outbox');

-- errors
select throws_ok($$select api.refund_create(id('manager'), id('order'), 5.81, 'x')$$, 'MS409', 'REFUND_EXCEEDS_PAYMENT', 'what is queued counts');
select lives_ok($$select api.refund_create(id('manager'), id('order'), 5.80, 'x')$$, 'all of it may go back');
select throws_ok($$select api.refund_create(id('manager'), id('order'), 0, 'x')$$, 'MS400', 'VALIDATION_ERROR', 'nothing is no refund');
select throws_ok($$select api.refund_create(id('manager'), -1, 1, 'x')$$, 'MS404', 'ORDER_NOT_FOUND', 'an unknown order is not found');
select throws_ok($$select api.refund_create(id('customer'), id('order'), 1, 'x')$$, 'MS403', 'FORBIDDEN', 'a customer may not');

-- side effects
select is((select refunded_amount from store.payments), 0.00::numeric(12, 2), 'nothing is given back before the provider says so');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- money that is only held
insert into fixture select 'held', held('other', 'key 2');
select throws_ok($$select api.refund_create(id('manager'), id('held'), 1, 'x')$$, 'MS409', 'PAYMENT_NOT_CAPTURED', 'what is only held is not refunded');

-- money that its holder claims through the bank
insert into fixture select 'disputed', ordered('other', 'key 3');
insert into store.disputes (checkout_attempt_id, provider, dispute_reference, amount, status)
select o.checkout_attempt_id, 'stripe', 'dp_1', o.total_amount, 'needs_response' from store.orders as o where o.order_id = id('disputed');
select throws_ok(
    $$select api.refund_create(id('manager'), id('disputed'), 1, 'x')$$, 'MS409', 'PAYMENT_DISPUTED', 'disputed money would leave twice'
);
update store.disputes set status = 'won';
select lives_ok($$select api.refund_create(id('manager'), id('disputed'), 1, 'x')$$, 'what the bank has left us may be given back');

select * from finish();

rollback;
