begin;
\ir ../fixture.psql

select plan(4);

insert into fixture select 'attempt', locked_attempt('customer');

select is(
    (select store.checkout_stray(a, 'pi_late', 55.80) from store.checkout_attempts as a), true, 'an unknown charge is queued'
);
select is(
    (select store.checkout_stray(a, 'pi_late', 55.80) from store.checkout_attempts as a), false, 'the same one is queued once'
);
select results_eq(
    'select r.provider_reference, r.amount, b.status::text from store.refunds as r join store.outbox as b on b.refund_id = r.refund_id',
    $$values ('pi_late', 55.80::numeric(12, 2), 'PENDING')$$, 'in full'
);
update store.checkout_attempts set provider_reference = 'pi_own';
select is(
    (select store.checkout_stray(a, 'pi_own', 55.80) from store.checkout_attempts as a), false, 'an attempt''s own charge is none'
);

select * from finish();

rollback;
