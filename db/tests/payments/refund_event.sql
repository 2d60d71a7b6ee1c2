begin;
\ir ../fixture.psql

select plan(30);

insert into fixture select 'order', ordered('customer');
insert into fixture select 'payment', payment_id from store.payments;

-- As the provider tells of a refund: its id, the payment's, our key for it, its state, agorot.
create function tap.told(p_id text, p_refund text, p_status text, p_amount bigint, p_key text default null, p_payment text default 'pi')
    returns text language sql volatile
return api.webhook_receive(
    'stripe', p_id, case p_status when 'failed' then 'refund.failed' else 'refund.updated' end, p_refund, null, null, p_amount, '{}', p_payment,
    p_key, p_status, null
);
create function tap.key() returns text language sql stable
return (select s.shop_id || '-' || r.provider_key || '-refund' from store.settings as s, store.refunds as r where r.refund_id = tap.id('refund'));
create function tap.books() returns text language sql stable
return (select p.status || ' ' || p.refunded_amount from store.payments as p);
update store.payments set provider_reference = 'pi';
update store.checkout_attempts set provider_reference = 'pi', intent_reference = 'pi';

-- one of ours, under way
insert into fixture
select 'refund', (api.refund_create(id('manager'), id('order'), 10, 'broken') #>> '{data,id}')::bigint;
update store.outbox set due_at = clock_timestamp() + interval '1 hour';
select is(told('evt_1', 're_1', 'pending', 1000, key()), 'WOKEN', 'a refund under way is left to the worker');
select ok((select due_at <= clock_timestamp() from store.outbox), 'who looks at once');
select is(told('evt_2', 're_1', 'succeeded', 1000, key()), 'WOKEN', 'whatever its state is');
select is(books(), 'CAPTURED 0.00', 'and nothing is booked by what an event says');
select api.refund_complete(id('refund'), 're_1');
select is(told('evt_3', 're_1', 'succeeded', 1000, key()), 'KNOWN', 'what is known is known');
select is(books(), 'PARTIALLY_REFUNDED 10.00', 'and is booked once');

-- it fails after all
select is(told('evt_4', 're_1', 'failed', 1000, key()), 'REFUND_FAILED', 'a refund that had been made may fail');
select is(books(), 'CAPTURED 0.00', 'then the money is the shop''s again');
select results_eq(
    $$select r.status::text, b.status::text, b.last_error from store.refunds as r join store.outbox as b using (refund_id)$$,
    $$values ('FAILED', 'DEAD', 'failed at the provider: failed')$$, 'and it waits for a human'
);
select is(told('evt_5', 're_1', 'failed', 1000, key()), 'KNOWN', 'once');
select is(told('evt_6', 're_1', 'succeeded', 1000, key()), 'KNOWN', 'what is told late brings nothing back');
update store.users set role = 'ADMIN' where user_id = id('manager');
select is(api.refund_retry(id('manager'), id('refund'), 'again') #>> '{data,status}', 'PENDING', 'it can be tried again');
select is(told('evt_7', 're_1', 'failed', 1000), 'WOKEN', 'its old end is not its new one''s');
select api.refund_complete(id('refund'), 're_2');
select is(told('evt_8', 're_1', 'failed', 1000), 'IGNORED', 'and nobody has that id any more');
select is(books(), 'PARTIALLY_REFUNDED 10.00', 'the second one counts');

-- one that somebody made in the provider's dashboard
select is(told('evt_9', 're_3', 'succeeded', 2000), 'REFUNDED', 'a refund made at the provider is taken into the books');
select is(books(), 'PARTIALLY_REFUNDED 30.00', 'so that nothing is given back twice');
select results_eq(
    $$select amount, status::text, is_of_provider, reason from store.refunds where refund_reference = 're_3'$$,
    $$values (20.00, 'SUCCEEDED', true, 'made at the provider')$$, 'as what it is'
);
select is(told('evt_10', 're_3', 'succeeded', 2000), 'KNOWN', 'once');
select is(told('evt_11', 're_3', 'failed', 2000), 'REFUND_FAILED', 'it may fail like any other');
select is(told('evt_16', 're_8', 'failed', 1000), 'IGNORED', 'its end may be told of first');
select is(told('evt_17', 're_8', 'succeeded', 1000), 'KNOWN', 'then nothing has gone back');
select is(books(), 'PARTIALLY_REFUNDED 10.00', 'and the books have nothing of it');

-- one of ours that fails, while who has made it is about to book it
insert into fixture
select 'late', (api.refund_create(id('manager'), id('order'), 5, 'broken') #>> '{data,id}')::bigint;
insert into fixture select 'lease', lease_number from api.outbox_claim(10, 60) where refund_id = id('late');
select is(
    told('evt_18', 're_9', 'failed', 500, (select s.shop_id || '-' || r.provider_key || '-refund' from store.settings as s, store.refunds as r where r.refund_id = id('late'))),
    'WOKEN', 'one that has failed before it was booked is asked for again'
);
select is(api.refund_complete(id('late'), 're_9', id('lease')::integer), false, 'and an answer from before that end is not believed');

-- what is no refund of ours
select is(told('evt_12', 're_4', 'succeeded', 99900), 'MISMATCH', 'more than there is to give back is for a human');
select is(told('evt_13', 're_5', 'succeeded', 1000, p_payment => 'pi_other'), 'IGNORED', 'a payment of nobody is nobody''s');
select is(told('evt_14', 're_6', 'succeeded', 1000, gen_random_uuid() || '-' || gen_random_uuid()), 'FOREIGN', 'another shop''s is not ours');
select is(told('evt_15', 're_7', 'failed', 1000), 'IGNORED', 'one that never was is nothing');
select is_empty('select * from store.check_invariants()', 'the books add up');

select * from finish();
rollback;
