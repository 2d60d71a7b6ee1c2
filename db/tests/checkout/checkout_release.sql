begin;
\ir ../fixture.psql

select plan(13);

insert into fixture select 'attempt', locked_attempt('customer');

-- happy path
select results_eq(
    $$select response_status, response_body from api.checkout_release(id('attempt'), 'card_declined', '{"error":  {"code": "PAYMENT_FAILED"}}')$$,
    $$values (400, '{"error":  {"code": "PAYMENT_FAILED"}}')$$,
    'a declined checkout gives its answer as it was written'
);
select results_eq(
    $$select response_status, response_body from api.checkout_release(id('attempt'), 'other', '{}')$$,
    $$values (400, '{"error":  {"code": "PAYMENT_FAILED"}}')$$,
    'a second release gives the first answer'
);

-- side effects
select is((select sum(reserved)::integer from store.inventory), 0, 'the stock is as before');
select is((select booked from store.slot_dates), 0, 'so is the slot');
select is(api.cart_get(id('customer')) #>> '{data,item_count}', '3', 'and the cart');
select results_eq(
    'select outcome, response_status from lock(''customer'')', $$values ('REPLAY', 400)$$, 'the key replays the 400'
);
select is((select outcome from lock('customer', 'key 2')), 'LOCKED', 'another key may try again');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- errors
select throws_ok($$select * from api.checkout_release(-1, 'x', '{}')$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');
insert into fixture select 'paid', checkout_attempt_id from store.checkout_attempts where state = 'LOCKED';
select commit(id('paid'), 'pi_1', 5580, 'ils');
select throws_ok(
    $$select * from api.checkout_release(id('paid'), 'x', '{}')$$, 'MS409', 'ATTEMPT_CLOSED',
    'what is paid is never released'
);

-- somebody else has taken it over
insert into fixture select 'taken', locked_attempt('other', 'key 3');
update store.checkout_attempts set lease_number = 2 where checkout_attempt_id = id('taken');
select results_eq(
    $$select * from api.checkout_release(id('taken'), 'card_declined', '{}', 1)$$, $$values ('LOCKED', null::integer, null::text)$$,
    'who was overtaken releases nothing, and is told'
);
select is((select response_status from api.checkout_release(id('taken'), 'card_declined', '{}', 2)), 400, 'who has the lease does');
select results_eq(
    $$select * from api.checkout_release(id('paid'), 'x', '{}', 0)$$,
    $$select 'COMMITTED', 201, response_body from store.checkout_attempts where checkout_attempt_id = id('paid')$$,
    'who was overtaken by the end gets its answer'
);

select * from finish();

rollback;
