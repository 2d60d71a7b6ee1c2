begin;
\ir ../fixture.psql

select plan(6);

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

select is(
    (select store.checkout_stray(a, 'pi_held', 55.80, true) from store.checkout_attempts as a), true, 'a hold without an order is queued'
);
select results_eq(
    $$select c.amount, b.kind from store.captures as c join store.outbox as b on b.capture_id = c.capture_id where c.provider_reference = 'pi_held'$$,
    $$values (0.00::numeric(12, 2), 'capture')$$, 'to be let go, as nothing was taken'
);

select * from finish();

rollback;
