begin;
\ir ../fixture.psql

select plan(6);

insert into fixture select 'attempt', locked_attempt('customer');
select api.checkout_doubt(id('attempt'), 'timeout', 60000);

create function tap.hook(p_id text, p_kind text, p_reference text, p_amount bigint) returns text language sql volatile
return (select event(p_id, p_kind, p_reference, id('attempt'), p_amount));

select hook('evt_1', 'payment_intent.succeeded', 'pi_taken', 5580);
select hook('evt_2', 'payment_intent.amount_capturable_updated', 'pi_held', 5580);
select hook('evt_3', 'payment_intent.amount_capturable_updated', 'pi_both', 5580);
select hook('evt_4', 'payment_intent.succeeded', 'pi_both', 5000);
select hook('evt_5', 'payment_intent.canceled', 'pi_gone', 0);
select hook('evt_6', 'payment_intent.amount_capturable_updated', 'pi_gone', 5580);
select hook('evt_7', 'payment_intent.payment_failed', 'pi_failed', 0);
select hook('evt_8', 'payment_intent.succeeded', 'pi_own', 5580);

-- an attempt whose own charge is pi_own
update store.checkout_attempts set provider_reference = 'pi_own' where checkout_attempt_id = id('attempt');
select store.checkout_follow_money(a) from store.checkout_attempts as a where a.checkout_attempt_id = id('attempt');

select results_eq(
    'select provider_reference, amount from store.refunds order by 1',
    $$values ('pi_both', 50.00), ('pi_taken', 55.80)$$, 'what was taken goes back, but for its own charge'
);
select results_eq('select provider_reference, amount from store.captures', $$values ('pi_held', 0.00)$$, 'what is held is let go, but for what is gone');
select is((select count(*)::integer from store.outbox where status = 'PENDING'), 3, 'the outbox has all of it');

-- twice is once
select store.checkout_follow_money(a) from store.checkout_attempts as a where a.checkout_attempt_id = id('attempt');
select is((select count(*)::integer from store.outbox), 3, 'a second time finds nothing new');

-- another provider's events are not its own
select api.webhook_receive('another', 'evt_1', 'payment_intent.succeeded', 'pi_x', s.shop_id::text, a.provider_key, 5580, '{}')
from store.checkout_attempts as a, store.settings as s where a.checkout_attempt_id = id('attempt');
select store.checkout_follow_money(a) from store.checkout_attempts as a where a.checkout_attempt_id = id('attempt');
select is_empty($$select from store.refunds where provider_reference = 'pi_x'$$, 'another provider''s event says nothing of it');
update store.checkout_attempts set provider_reference = null where checkout_attempt_id = id('attempt');
select api.checkout_expire(id('attempt'));
select results_eq(
    'select provider_reference from store.refunds order by 1', $$values ('pi_both'), ('pi_own'), ('pi_taken')$$,
    'the end of an attempt does it'
);

select * from finish();

rollback;
