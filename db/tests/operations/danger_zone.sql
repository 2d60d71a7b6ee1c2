begin;
\ir ../fixture.psql

select plan(9);

insert into fixture select 'attempt', locked_attempt('customer');

select is_empty('select * from api.danger_zone', 'an attempt that somebody drives is no danger');
select api.checkout_doubt(id('attempt'), 'timeout', 0);
select results_eq('select kind, state, reason from api.danger_zone', $$values ('checkout attempt', 'UNKNOWN', 'timeout')$$, 'one in doubt is');
select commit(id('attempt'), 'pi_1', 5580, 'ils');
select is_empty('select * from api.danger_zone', 'when it has ended it is gone');
select api.refund_create(id('manager'), order_id, 10, 'late') from store.orders;
select results_eq('select kind, state, amount from api.danger_zone', $$values ('refund', 'PENDING', 10.00::numeric(12, 2))$$, 'a refund is until it is made');

insert into fixture select 'held', held('other', 'key 2');
select is((select count(*)::integer from api.danger_zone where kind = 'payment'), 0, 'a hold is none');
select event('evt_1', 'payment_intent.canceled', 'pi_key 2', checkout_attempt_id, 0) from store.orders where order_id = id('held');
select results_eq(
    $$select state, amount, due_at from api.danger_zone where kind = 'payment'$$,
    $$values ('CANCELED', 55.80::numeric(12, 2), null::timestamptz)$$, 'an order whose hold is gone waits for a human'
);
update store.outbox set status = 'DONE';
insert into fixture select 'second', held('other', 'key 3');
select store.capture_queue(id('second'), 40);
select results_eq(
    $$select kind, state, amount from api.danger_zone where kind = 'capture'$$, $$values ('capture', 'PENDING', 40.00::numeric(12, 2))$$,
    'a capture is until it is made'
);
select api.capture_complete(capture_id, 0) from store.captures where amount = 40;
select results_eq(
    $$select state, amount from api.danger_zone where kind = 'capture'$$, $$values ('DEAD', 40.00::numeric(12, 2))$$,
    'a capture that came too late for its hold waits for a human'
);
update store.orders set status = 'CANCELED' where order_id = id('second');
select is_empty($$select * from api.danger_zone where kind = 'capture'$$, 'who cancels the order, as there is nothing to take any more');

select * from finish();

rollback;
