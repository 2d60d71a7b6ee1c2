begin;
\ir ../fixture.psql

select plan(2);

select throws_ok(
    'truncate store.payment_events', '0A000', 'store.payment_events cannot be truncated',
    'TRUNCATE, which leaves no rows to audit, is refused'
);
select throws_ok('truncate store.users cascade', '0A000', null, 'also by way of a cascade');

select * from finish();

rollback;
