begin;
\ir ../fixture.psql

select plan(10);

insert into fixture select 'attempt', locked_attempt('customer');

-- happy path
select api.checkout_doubt(id('attempt'), 'timeout', 0);
select is((select response_status from api.checkout_expire(id('attempt'))), 400, 'an attempt that the provider does not know ends');
select is((select response_body::json #>> '{error,details,decline_code}' from api.checkout_expire(id('attempt'))), 'expired', 'twice is once');

-- side effects
select is((select sum(reserved)::integer from store.inventory), 0, 'the stock is as before');
select results_eq('select outcome, response_status from lock(''customer'')', $$values ('REPLAY', 400)$$, 'the key has its answer');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- the provider's search may lag behind its events
insert into fixture select 'told', checkout_attempt_id from lock('customer', 'key 9');
select api.checkout_doubt(id('told'), 'timeout', 0);
select event('evt_1', 'payment_intent.succeeded', 'pi_told', id('told'), 5580);
select api.checkout_expire(id('told'));
select is((select amount from store.refunds where provider_reference = 'pi_told'), 55.80, 'money that an event told of goes back');

-- errors
select throws_ok($$select * from api.checkout_expire(-1)$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');
insert into fixture select 'paid', checkout_attempt_id from lock('customer', 'key 2');
select api.checkout_compensate(id('paid'), 'pi_1', 5580, 'x');
select throws_ok($$select * from api.checkout_expire(id('paid'))$$, 'MS409', 'ATTEMPT_CLOSED', 'what is paid does not expire');

-- somebody else has taken it over
insert into fixture select 'taken', locked_attempt('other', 'key 3');
update store.checkout_attempts set lease_number = 2 where checkout_attempt_id = id('taken');
select results_eq(
    $$select * from api.checkout_expire(id('taken'), 1)$$, $$values ('LOCKED', null::integer, null::text)$$,
    'who was overtaken ends nothing, and is told'
);
select is((select response_status from api.checkout_expire(id('taken'), 2)), 400, 'who has the lease does');

select * from finish();

rollback;
