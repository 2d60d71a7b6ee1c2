begin;
\ir ../fixture.psql

select plan(4);

insert into fixture select 'attempt', locked_attempt('customer');

select is((select state from api.checkout_review(id('attempt'), 'status 400')), 'NEEDS_REVIEW', 'a human is asked');
select is((select sum(reserved)::integer from store.inventory), 3, 'the stock stays locked');
select throws_ok($$select * from lock('customer', 'key 2')$$, 'MS409', 'CHECKOUT_IN_PROGRESS', 'the cart too');
select throws_ok($$select * from api.checkout_review(-1, 'x')$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');

select * from finish();

rollback;
