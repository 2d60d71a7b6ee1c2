begin;
\ir ../fixture.psql

select plan(1);

insert into fixture select 'attempt', locked_attempt('customer');

select is(
    (store.checkout_attempts_json(array[id('attempt')]))[1] ->> 'state', 'LOCKED', 'an attempt shows its state'
);

select * from finish();

rollback;
