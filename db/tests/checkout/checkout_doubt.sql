begin;
\ir ../fixture.psql

select plan(10);

insert into fixture select 'attempt', locked_attempt('customer');

-- happy path
select is((select state from api.checkout_doubt(id('attempt'), 'timeout', 60000)), 'UNKNOWN', 'the outcome is in doubt');
select ok(
    (select lease_expires_at between clock_timestamp() + interval '50 seconds' and clock_timestamp() + interval '61 seconds' from store.checkout_attempts),
    'it is due again after the pause'
);
select is((select state from api.checkout_doubt(id('attempt'), 'status 500', 0)), 'UNKNOWN', 'a second doubt leaves the state');
select is((select state_reason from store.checkout_attempts), 'status 500', 'the last reason is kept');

-- side effects
select is((select sum(reserved)::integer from store.inventory), 3, 'the stock stays locked');
select throws_ok(
    $$select * from lock('customer')$$, 'MS409', 'IDEMPOTENCY_IN_PROGRESS', 'the key stays taken'
);

-- errors
select throws_ok($$select * from api.checkout_doubt(-1, 'x', 0)$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');
select commit(id('attempt'), 'pi_1', 5580, 'ils');
select results_eq(
    $$select state, response_status from api.checkout_doubt(id('attempt'), 'late', 0)$$, $$values ('COMMITTED', 201)$$,
    'what somebody else has ended stays ended, and its answer is told'
);

-- somebody else has taken it over
insert into fixture select 'taken', locked_attempt('other', 'key 3');
update store.checkout_attempts set lease_number = 2 where checkout_attempt_id = id('taken');
select results_eq(
    $$
        select d.state, a.state::text, a.lease_expires_at > clock_timestamp() + interval '50 seconds'
        from api.checkout_doubt(id('taken'), 'late', 0, 1) as d, store.checkout_attempts as a
        where a.checkout_attempt_id = id('taken')
    $$,
    $$values ('LOCKED', 'LOCKED', true)$$, 'who was overtaken does not end another''s lease'
);
select is((select state from api.checkout_doubt(id('taken'), 'timeout', 0, 2)), 'UNKNOWN', 'who has the lease may');

select * from finish();

rollback;
