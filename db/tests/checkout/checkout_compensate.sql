begin;
\ir ../fixture.psql

select plan(15);

insert into fixture select 'attempt', locked_attempt('customer');

-- happy path
select is((select state from api.checkout_compensate(id('attempt'), 'pi_1', 5680, 'wrong amount')), 'COMPENSATING', 'money that cannot become an order is to go back');
select results_eq(
    'select provider_reference, charged_amount from store.checkout_attempts', $$values ('pi_1', 56.80::numeric(12, 2))$$,
    'what was taken is noted'
);
select is((select sum(reserved)::integer from store.inventory), 3, 'stock stays locked until it is back');
select results_eq(
    'select state, provider_reference, charged_minor from api.checkout_claim(1, 60)', $$values ('COMPENSATING', 'pi_1', 5680::bigint)$$,
    'it is due at once'
);
select is((select state from api.checkout_compensate(id('attempt'), 'pi_1', 5680, 'again')), 'COMPENSATING', 'twice is once');

-- a charge of an attempt that has ended without it
insert into fixture select 'gone', locked_attempt('other', 'key 2');
select api.checkout_expire(id('gone'));
select results_eq(
    $$select state, response_status from api.checkout_compensate(id('gone'), 'pi_late', 5580, 'late')$$, $$values ('EXPIRED', 400)$$,
    'an ended attempt stays ended'
);
select is((select amount from store.refunds where provider_reference = 'pi_late'), 55.80::numeric(12, 2), 'and the late charge goes back');

-- errors
select throws_ok($$select * from api.checkout_compensate(-1, 'x', 1, 'x')$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');

-- somebody else has taken it over
insert into fixture select 'taken', locked_attempt('other', 'key 3');
update store.checkout_attempts set lease_number = 2 where checkout_attempt_id = id('taken');
select is(
    (select state from api.checkout_compensate(id('taken'), 'pi_3', 5680, 'late', false, 1)), 'LOCKED',
    'who was overtaken leaves it to the other, who asks the provider'
);
select is(
    (select state from api.checkout_compensate(id('taken'), 'pi_3', 5680, 'wrong amount', false, 2)), 'COMPENSATING', 'who has the lease tells of the money'
);
select is(
    (select lease_number from store.checkout_attempts where checkout_attempt_id = id('taken')), 3, 'and has no word in it any more'
);
select is(
    (select state from api.checkout_compensate(id('gone'), 'pi_later', 5580, 'late', false, 0)), 'EXPIRED',
    'money of an attempt that has ended is believed, however late'
);
select is((select amount from store.refunds where provider_reference = 'pi_later'), 55.80::numeric(12, 2), 'and goes back');

-- one that waits for a human, who knows of no money
update store.checkout_attempts set state = 'NEEDS_REVIEW', charged_amount = null, provider_reference = null, lease_number = 9
where checkout_attempt_id = id('taken');
select is(
    (select state from api.checkout_compensate(id('taken'), 'pi_3', 5680, 'found late', false, 2)), 'COMPENSATING',
    'money that is found goes back, and is not forgotten'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
