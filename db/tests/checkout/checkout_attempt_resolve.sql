begin;
\ir ../fixture.psql

select plan(26);

with made as (
    insert into store.users (email, password_hash, full_name, role) values ('admin@example.com', '$scrypt-sha256$a', 'Admin', 'ADMIN')
    returning user_id
)
insert into fixture select 'admin', user_id from made;
insert into fixture select 'attempt', locked_attempt('customer');

-- errors
select throws_ok($$select api.checkout_attempt_resolve(id('manager'), id('attempt'), 'RETRY', 'x')$$, 'MS403', 'FORBIDDEN', 'a manager may not');
select throws_ok($$select api.checkout_attempt_resolve(id('admin'), -1, 'RETRY', 'x')$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');
select throws_ok($$select api.checkout_attempt_resolve(id('admin'), id('attempt'), 'RETRY', 'x')$$, 'MS409', 'ATTEMPT_CLOSED', 'one that a program drives is left to it');

select throws_ok(
    $$select api.checkout_attempt_resolve(id('admin'), id('attempt'), 'release', 'x')$$, 'MS400', 'VALIDATION_ERROR',
    'an action that is written otherwise is none'
);
select throws_ok(
    $$select api.checkout_attempt_resolve(id('admin'), id('attempt'), null, 'x')$$, 'MS400', 'VALIDATION_ERROR', 'nor is nothing'
);

-- happy path
select api.checkout_review(id('attempt'), 'status 400');
select is(api.checkout_attempt_resolve(id('admin'), id('attempt'), 'RETRY', 'key mended') #>> '{data,state}', 'UNKNOWN', 'given back, it is asked again');
select is((select count(*)::integer from api.checkout_claim(10, 60)), 1, 'at once');
select api.checkout_review(id('attempt'), 'status 400');
select is(api.checkout_attempt_resolve(id('admin'), id('attempt'), 'RELEASE', 'looked up by hand') #>> '{data,state}', 'EXPIRED', 'released, it has ended');

-- side effects
select is((select sum(reserved)::integer from store.inventory), 0, 'the stock is free');
select results_eq(
    $$select context ->> 'reason', actor_user_id from audit.entries where action = 'checkout_attempt_resolved' order by audit_entry_id$$,
    $$values ('key mended', id('admin')), ('looked up by hand', id('admin'))$$, 'who, what and why is in the audit log'
);
select is_empty('select * from store.refunds', 'where there is no money, none goes back');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- RELEASE, and there is money all the same
insert into fixture select 'told', checkout_attempt_id from lock('customer', 'key 2');
select api.checkout_doubt(id('told'), 'timeout', 60000);
select event('evt_1', 'payment_intent.succeeded', 'pi_told', id('told'), 5580);
select api.checkout_review(id('told'), 'status 400');
select api.checkout_attempt_resolve(id('admin'), id('told'), 'RELEASE', 'no money, they say');
select results_eq(
    $$select r.amount, b.status::text from store.refunds as r join store.outbox as b using (refund_id) where r.provider_reference = 'pi_told'$$,
    $$values (55.80, 'PENDING')$$, 'money that an event told of goes back'
);
insert into fixture select 'charged', checkout_attempt_id from lock('customer', 'key 3');
select api.checkout_compensate(id('charged'), 'pi_charged', 5580, 'x');
select api.checkout_review(id('charged'), 'status 400');
select api.checkout_attempt_resolve(id('admin'), id('charged'), 'RELEASE', 'given back by hand');
select results_eq(
    $$select r.amount, b.status::text from store.refunds as r join store.outbox as b using (refund_id) where r.provider_reference = 'pi_charged'$$,
    $$values (55.80, 'PENDING')$$, 'so does money that the attempt knows of'
);
select is((select count(*)::integer from api.danger_zone), 2, 'both are in view until it has');
select is_empty('select * from store.check_invariants()', 'no invariant is violated then');

-- RETRY: whoever drove it before has no word in it any more
insert into fixture select 'again', checkout_attempt_id from lock('customer', 'key 4');
select api.checkout_intent(id('again'), 'pi_again', 1), api.checkout_review(id('again'), 'not known for a day', 1);
select api.checkout_attempt_resolve(id('admin'), id('again'), 'RETRY', 'ask again');
select is((select state from api.checkout_review(id('again'), 'late', 1)), 'UNKNOWN', 'a driver of before takes it from nobody');

-- RELEASE, and its stored payment may be paid yet: nobody has asked the provider
select api.checkout_review(id('again'), 'not known for a day');
select api.checkout_attempt_resolve(id('admin'), id('again'), 'RELEASE', 'the customer has left');
select is(
    (
        select context #>> '{money,payment}' from audit.entries
        where action = 'checkout_attempt_resolved' and entity_id = id('again') and context ->> 'action' = 'RELEASE'
    ),
    'pi_again', 'the log says what was known of its money'
);
insert into fixture select 'letting go', capture_id from store.captures where provider_reference = 'pi_again';
select results_eq(
    $$select c.amount, c.status::text, b.status::text from store.captures as c join store.outbox as b using (capture_id) where c.capture_id = id('letting go')$$,
    $$values (0.00::numeric(12, 2), 'PENDING', 'PENDING')$$, 'it is given up at the provider'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated while it is');
select is(api.capture_complete(id('letting go'), 5580), true, 'where it turns out to be paid');
select results_eq(
    $$select r.amount, b.status::text from store.refunds as r join store.outbox as b using (refund_id) where r.provider_reference = 'pi_again'$$,
    $$values (55.80, 'PENDING')$$, 'it goes back'
);
select is(
    event('evt_2', 'payment_intent.succeeded', 'pi_again', null, 5580), 'KNOWN', 'once, also when an event tells of it afterwards'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated when it does');
insert into fixture select 'never', checkout_attempt_id from lock('customer', 'key 5');
select api.checkout_review(id('never'), 'status 400');
select api.checkout_attempt_resolve(id('admin'), id('never'), 'RELEASE', 'nothing was ever stored');
select is_empty($$select from store.captures where checkout_attempt_id = id('never')$$, 'without a payment there is nothing to give up');
insert into fixture select 'known', checkout_attempt_id from lock('customer', 'key 6');
select api.checkout_intent(id('known'), 'pi_known');
select event('evt_3', 'payment_intent.succeeded', 'pi_known', null, 5580);
select api.checkout_review(id('known'), 'status 400');
select api.checkout_attempt_resolve(id('admin'), id('known'), 'RELEASE', 'no money, they say');
select results_eq(
    $$select count(*) filter (where b.kind = 'refund'), count(*) from store.outbox as b
      left join store.refunds as r using (refund_id) left join store.captures as c using (capture_id)
      where coalesce(r.provider_reference, c.provider_reference) = 'pi_known'$$,
    'values (1::bigint, 1::bigint)', 'what is known to be paid is only given back'
);

select * from finish();

rollback;
