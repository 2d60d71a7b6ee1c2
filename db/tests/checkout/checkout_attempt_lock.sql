begin;
\ir ../fixture.psql

select plan(2);

insert into fixture select 'attempt', locked_attempt('customer');

select is((store.checkout_attempt_lock(id('attempt'))).state::text, 'LOCKED', 'the attempt''s row is given');
select throws_ok($$select store.checkout_attempt_lock(-1)$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');

select * from finish();

rollback;
