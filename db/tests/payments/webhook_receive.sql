begin;
\ir ../fixture.psql

select plan(36);

insert into fixture select 'attempt', locked_attempt('customer');

create function tap.hook(p_id text, p_kind text, p_reference text, p_attempt_id bigint) returns text language sql volatile
return (select event(p_id, p_kind, p_reference, p_attempt_id, 5580));

-- nothing is decided by an event about an open attempt
select is(hook('evt_1', 'payment_intent.succeeded', 'pi_1', id('attempt')), 'KNOWN', 'a locked attempt is left to its gateway');
select is((select state::text from store.checkout_attempts), 'LOCKED', 'its state too');
select api.checkout_doubt(id('attempt'), 'timeout', 60000);
select is(hook('evt_2', 'payment_intent.succeeded', 'pi_1', id('attempt')), 'WOKEN', 'an attempt in doubt is due at once');
select is((select count(*)::integer from api.checkout_claim(10, 60)), 1, 'the reconciler takes it');
select is(hook('evt_2', 'payment_intent.succeeded', 'pi_1', id('attempt')), 'DUPLICATE', 'an event counts once');
select commit(id('attempt'), 'pi_1', 5580, 'ils');
select is(hook('evt_3', 'payment_intent.succeeded', 'pi_1', id('attempt')), 'KNOWN', 'an order''s own charge is known');
select is_empty('select * from store.refunds', 'and stays');

-- strays
select is(hook('evt_4', 'payment_intent.succeeded', 'pi_2', id('attempt')), 'STRAY', 'a second charge of an attempt is given back');
select is((select count(*)::integer from store.outbox where status = 'PENDING'), 1, 'its refund is queued');

-- what is not ours
select is(hook('evt_5', 'customer.created', 'cus_1', null), 'IGNORED', 'an unknown event is ignored');
select is(event('evt_6', 'payment_intent.succeeded', 'pi_9', null, 5580), 'IGNORED', 'so is a charge that names no shop and no payment of ours');
select is((select count(*)::integer from store.webhook_events), 6, 'each is kept');

-- another shop on the same account: its numbers may be the same, its keys a copy of ours
select is(
    api.webhook_receive(
        'stripe', 'evt_7', 'payment_intent.succeeded', 'pi_1', gen_random_uuid()::text,
        (select provider_key from store.checkout_attempts where checkout_attempt_id = id('attempt')), 5580, '{}'
    ),
    'FOREIGN', 'a charge of another shop is no business of ours, whatever else it names'
);
select is(
    (select outcome || ' ' || (checkout_attempt_id is null) from store.webhook_events where provider_event_id = 'evt_7'),
    'FOREIGN true', 'it is kept'
);
select results_eq('select count(*)::integer from store.refunds', array[1], 'and never given back by us');
insert into fixture select 'third', locked_attempt('other', 'key 0');
select api.checkout_intent(id('third'), 'pi_3'), api.checkout_doubt(id('third'), 'timeout', 60000);
select is(event('evt_8', 'payment_intent.succeeded', 'pi_3', null, 5580), 'WOKEN', 'without metadata a stored payment is known by its id');
select is(
    (select checkout_attempt_id from store.webhook_events where provider_event_id = 'evt_8'), id('third'),
    'and the event is its attempt''s'
);
select is(
    event('evt_9', 'payment_intent.succeeded', 'pi_3', id('attempt'), 5580), 'WOKEN',
    'the stored payment counts for more than the metadata'
);
select commit(id('third'), 'pi_3', 5580, 'ils');

-- holds
insert into fixture select 'held', held('other', 'key 2');
insert into fixture select 'held attempt', checkout_attempt_id from store.orders where order_id = id('held');
select is(hook('evt_10', 'payment_intent.amount_capturable_updated', 'pi_key 2', id('held attempt')), 'KNOWN', 'an order''s own hold is known');
select is(hook('evt_11', 'payment_intent.amount_capturable_updated', 'pi_9', id('held attempt')), 'STRAY', 'a second hold of an attempt is let go');
select is((select amount from store.captures where provider_reference = 'pi_9'), 0.00::numeric(12, 2), 'nothing of it is taken');
select store.capture_queue(id('held'), 40);
select is(hook('evt_12', 'payment_intent.canceled', 'pi_key 2', id('held attempt')), 'KNOWN', 'a hold whose capture is on its way is left to the worker');
select api.outbox_retry(outbox_id, 'refused', 0, true) from store.outbox where kind = 'capture';
select is(hook('evt_13', 'payment_intent.canceled', 'pi_key 2', id('held attempt')), 'LOST', 'else that a hold is gone is final');
select is((select status::text from store.payments where order_id = id('held')), 'CANCELED', 'the payment says so');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- amounts that cannot be
insert into fixture select 'ended', locked_attempt('customer', 'key 3');
select api.checkout_expire(id('ended'));
create function tap.hook_of(p_id text, p_amount bigint) returns text language sql volatile
return (select event(p_id, 'payment_intent.succeeded', 'pi_20', id('ended'), p_amount));
select is(hook_of('evt_20', 9223372036854775807), 'KNOWN', 'an absurd amount is kept, and nothing else');
select is(hook_of('evt_21', null), 'KNOWN', 'so is none');
select is(hook_of('evt_22', -5), 'KNOWN', 'and a negative one');
select is_empty($$select from store.refunds where provider_reference = 'pi_20'$$, 'nothing is given back for them');

-- one that waits for a human, as nothing was known of its payment
select plenty();
insert into fixture select 'reviewed', locked_attempt('customer', 'key 4');
select api.checkout_intent(id('reviewed'), 'pi_30', 1), api.checkout_review(id('reviewed'), 'not known for a day', 1);
select is(event('evt_30', 'payment_intent.succeeded', 'pi_31', id('reviewed'), 5580), 'KNOWN', 'another payment is followed at its end');
select is(event('evt_31', 'payment_intent.payment_failed', 'pi_30', null, 0), 'KNOWN', 'that it failed changes nothing');
select is(event('evt_32', 'payment_intent.succeeded', 'pi_30', null, 5580), 'WOKEN', 'that it is paid brings it back');
select results_eq(
    $$select state, intent_reference, lease_number from api.checkout_claim(10, 60)$$, $$values ('UNKNOWN', 'pi_30', 3)$$,
    'so that the provider is asked'
);
select commit(a.checkout_attempt_id, 'pi_30', (a.total_amount * 100)::bigint, a.currency)
from store.checkout_attempts as a where a.checkout_attempt_id = id('reviewed');
select is((select amount from store.refunds where provider_reference = 'pi_31'), 55.80, 'and the other payment goes back');

-- one whose refund was refused
insert into fixture select 'refused', locked_attempt('customer', 'key 5');
select api.checkout_intent(id('refused'), 'pi_40'), api.checkout_compensate(id('refused'), 'pi_40', 5580, 'x');
select api.checkout_review(id('refused'), 'refund refused');
select is(event('evt_40', 'payment_intent.succeeded', 'pi_40', null, 5580), 'KNOWN', 'where the money is known of, a human decides');
select is_empty('select * from store.check_invariants()', 'no invariant is violated after all of it');

select * from finish();

rollback;
