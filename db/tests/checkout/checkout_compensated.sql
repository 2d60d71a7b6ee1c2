begin;
\ir ../fixture.psql

select plan(13);

insert into fixture select 'attempt', locked_attempt('customer');

select throws_ok($$select * from api.checkout_compensated(id('attempt'), 're_1')$$, 'MS409', 'ATTEMPT_CLOSED', 'only what is being given back can have been');
select throws_ok($$select * from api.checkout_compensated(-1, 're_1')$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');
select api.checkout_compensate(id('attempt'), 'pi_1', 5680, 'wrong amount');
select is((select response_status from api.checkout_compensated(id('attempt'), 're_1')), 400, 'money back: the checkout has failed');
select is((select response_status from api.checkout_compensated(id('attempt'), 're_1')), 400, 'twice is once');
select is((select sum(reserved)::integer from store.inventory), 0, 'the stock is as before');
select is_empty('select * from store.check_invariants()', 'no invariant is violated, its refund is there');

-- money that was only held
insert into fixture select 'held', locked_attempt('other', 'key 2');
select api.checkout_compensate(id('held'), 'pi_2', 5680, 'wrong amount', true);
select is(
    (select response_body::json #>> '{error,details,decline_code}' from api.checkout_compensated(id('held'), null)), 'canceled',
    'a hold that was let go ends the checkout'
);
select is_empty($$select * from store.refunds where checkout_attempt_id = id('held')$$, 'there is nothing to refund');
select results_eq(
    $$select amount, status::text from store.captures where checkout_attempt_id = id('held')$$,
    $$values (0.00::numeric(12, 2), 'SUCCEEDED')$$, 'that nothing was taken is on record'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated by it');

-- somebody else has taken it over
insert into fixture select 'taken', locked_attempt('customer', 'key 3');
select api.checkout_compensate(id('taken'), 'pi_3', 5680, 'wrong amount');
select lease_number from api.checkout_claim(10, 60);
select results_eq(
    $$select * from api.checkout_compensated(id('taken'), 're_3', 2)$$, $$values ('COMPENSATING', null::integer, null::text)$$,
    'who was overtaken ends nothing, and is told'
);
select is_empty($$select from store.refunds where refund_reference = 're_3'$$, 'nothing is booked, as the other asks the provider');
select is((select response_status from api.checkout_compensated(id('taken'), 're_3', 3)), 400, 'who has the lease ends it');

select * from finish();

rollback;
