begin;
\ir ../fixture.psql

select plan(2);

select is(store.payment_failed_body('expired')::json #>> '{error,code}', 'PAYMENT_FAILED', 'the envelope has the code');
select is(
    store.payment_failed_body('expired')::json #>> '{error,details,decline_code}', 'expired', 'and why, for the client'
);

select * from finish();

rollback;
