begin;
\ir ../fixture.psql

select plan(3);

insert into fixture values ('order', ordered('customer'));
select ok(store.refund_queue(p, 5, 'a test', id('manager'), true) > 0, 'it gives the refund') from store.payments as p;
select results_eq(
    $$
        select r.amount, r.status::text, r.reason, r.requested_by, r.is_settlement, b.status::text
        from store.refunds as r
        join store.outbox as b on b.refund_id = r.refund_id
    $$,
    $$values (5.00::numeric(12, 2), 'PENDING', 'a test', id('manager'), true, 'PENDING')$$, 'which is in the outbox'
);
select is(
    (select r.checkout_attempt_id = o.checkout_attempt_id from store.refunds as r, store.orders as o), true, 'and is of the order''s attempt'
);

select * from finish();

rollback;
