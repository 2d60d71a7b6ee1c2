begin;
\ir ../fixture.psql

select plan(3);

select is(store.refunded_status(10, 0), 'CAPTURED', 'of which nothing was given back');
select is(store.refunded_status(10, 9.99), 'PARTIALLY_REFUNDED', 'a part');
select is(store.refunded_status(10, 10), 'REFUNDED', 'all of it');

select * from finish();
rollback;
