begin;
\ir ../fixture.psql

select plan(4);

select is(store.rate_limit_count('s', 'v', 2), 0, 'the first call goes');
select is(store.rate_limit_count('s', 'v', 2), 0, 'so does the last within the limit');
select ok(store.rate_limit_count('s', 'v', 2) between 1 and 60, 'the next one has to wait until the minute is over');
select is(store.rate_limit_count('t', 'v', 2), 0, 'another scope counts for itself');

select * from finish();

rollback;
