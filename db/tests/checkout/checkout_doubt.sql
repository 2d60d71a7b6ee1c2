begin;
\ir ../fixture.psql

select plan(7);

insert into fixture select 'attempt', locked_attempt('customer');

-- happy path
select is((select state from api.checkout_doubt(id('attempt'), 'timeout')), 'UNKNOWN', 'the outcome is in doubt');
select is((select state from api.checkout_doubt(id('attempt'), 'again')), 'UNKNOWN', 'a second doubt changes nothing');
select is((select state_reason from store.checkout_attempts), 'timeout', 'the first reason is kept');

-- side effects
select is((select sum(reserved)::integer from store.inventory), 3, 'the stock stays locked');
select throws_ok(
    $$select * from lock('customer')$$, 'MS409', 'IDEMPOTENCY_IN_PROGRESS', 'the key stays taken'
);

-- errors
select throws_ok($$select * from api.checkout_doubt(-1, 'x')$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');
select api.checkout_commit(id('attempt'), 'pi_1', 5580, 'ils');
select results_eq(
    $$select state, response_status from api.checkout_doubt(id('attempt'), 'late')$$, $$values ('COMMITTED', 201)$$,
    'what somebody else has ended stays ended, and its answer is told'
);

select * from finish();

rollback;
