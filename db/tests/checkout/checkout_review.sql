begin;
\ir ../fixture.psql

select plan(6);

insert into fixture select 'attempt', locked_attempt('customer');

select is((select state from api.checkout_review(id('attempt'), 'status 400')), 'NEEDS_REVIEW', 'a human is asked');
select is((select sum(reserved)::integer from store.inventory), 3, 'the stock stays locked');
select throws_ok($$select * from lock('customer', 'key 2')$$, 'MS409', 'CHECKOUT_IN_PROGRESS', 'the cart too');
select throws_ok($$select * from api.checkout_review(-1, 'x')$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');

-- somebody else has taken it over
insert into fixture select 'taken', locked_attempt('other', 'key 3');
update store.checkout_attempts set lease_number = 2 where checkout_attempt_id = id('taken');
select is((select state from api.checkout_review(id('taken'), 'late', 1)), 'LOCKED', 'who was overtaken takes nothing from who drives it');
select is((select state from api.checkout_review(id('taken'), 'status 400', 2)), 'NEEDS_REVIEW', 'who has the lease hands it over');

select * from finish();

rollback;
