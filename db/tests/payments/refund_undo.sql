begin;
\ir ../fixture.psql

select plan(3);

-- One that a checkout's compensation made: it has no order, and no place in the outbox.
insert into fixture select 'attempt', locked_attempt('customer');
insert into store.refunds (checkout_attempt_id, provider, provider_reference, refund_reference, amount, currency, status, reason)
values (id('attempt'), 'stripe', 'pi_1', 're_1', 55.80, 'ils', 'SUCCEEDED', 'compensated');
select store.refund_undo(r, 'failed') from store.refunds as r;

select is((select status::text from store.refunds), 'FAILED', 'it has failed');
select results_eq(
    $$select kind, state, reason, amount from api.danger_zone where kind = 'refund'$$,
    $$values ('refund', 'DEAD', 'failed at the provider: failed', 55.80)$$, 'and a human sees it'
);
update store.users set role = 'ADMIN' where user_id = id('manager');
select is(
    (select api.refund_retry(id('manager'), refund_id, 'again') #>> '{data,status}' from store.refunds), 'PENDING', 'who may have it tried again'
);

select * from finish();
rollback;
