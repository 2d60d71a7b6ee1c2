begin;
\ir ../fixture.psql

select plan(6);

insert into fixture select 'attempt', locked_attempt('customer');

select throws_ok($$select * from api.checkout_compensated(id('attempt'), 're_1')$$, 'MS409', 'ATTEMPT_CLOSED', 'only what is being given back can have been');
select throws_ok($$select * from api.checkout_compensated(-1, 're_1')$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');
select api.checkout_compensate(id('attempt'), 'pi_1', 5680, 'wrong amount');
select is((select response_status from api.checkout_compensated(id('attempt'), 're_1')), 400, 'money back: the checkout has failed');
select is((select response_status from api.checkout_compensated(id('attempt'), 're_1')), 400, 'twice is once');
select is((select sum(reserved)::integer from store.inventory), 0, 'the stock is as before');
select is_empty('select * from store.check_invariants()', 'no invariant is violated, its refund is there');

select * from finish();

rollback;
