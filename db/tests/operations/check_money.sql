begin;
\ir ../fixture.psql
\ir ../orders/life.psql

select plan(51);

-- happy path: an order with a refund that is made, one on its way and one that failed; one whose money is held, its capture on its way;
-- an attempt that was compensated; one that expired, its money found later; a hold that was let go
insert into fixture values ('order', ordered('customer', 'k1'));
insert into fixture select 'attempt', checkout_attempt_id from store.orders where order_id = id('order');
create temporary table asked on commit drop as
select n, (api.refund_create(id('manager'), id('order'), n, 'late') #>> '{data,id}')::bigint as refund_id from generate_series(1, 3) as n;
insert into fixture select 'refund ' || n, refund_id from asked;
select api.refund_complete(id('refund 1'), 're_1');
select api.outbox_retry(outbox_id, 'refused', 0, true) from store.outbox where refund_id = id('refund 2');

insert into fixture values ('held', held('other', 'k2'));
select api.payment_capture(id('manager'), id('held'), 5, 'ready');

insert into fixture values ('compensated', locked_attempt('customer', 'k3'));
select api.checkout_compensate(id('compensated'), 'pi_k3', 5579, 'wrong amount');
select api.checkout_compensated(id('compensated'), 're_k3');
insert into fixture values ('expired', locked_attempt('customer', 'k4'));
select api.checkout_expire(id('expired'));
select is(event('evt_1', 'payment_intent.succeeded', 'pi_k4', id('expired'), 5580), 'STRAY', 'with an order, refunds, a capture and strays');
select is(
    event('evt_2', 'payment_intent.amount_capturable_updated', 'pi_k5', id('expired'), 5580), 'STRAY', 'one of which is only held'
);

select is_empty('select * from store.check_money()', 'all of it is as it should be');

-- a payment against its attempt
select wrong_is_told(
    format($$update store.payments set %s where order_id = id('order')$$, w.change), 'a payment is what its attempt was charged', w.what
)
from (
    values
        ($$currency = 'usd'$$, 'another currency'),
        ($$provider_reference = 'pi_other'$$, 'another reference'),
        ($$provider = 'other'$$, 'another provider'),
        ('authorized_amount = authorized_amount + 1', 'another amount'),
        ($$payment_token_id = id('other token')$$, 'another card')
) as w (change, what);
select wrong_is_told(
    $$update store.payments set authorized_amount = 9, captured_amount = 9 where order_id = id('order')$$,
    'money taken is what the order is worth, money given back what its refunds say', 'an order that cost less than it is worth'
);
select wrong_is_told(
    $$
        update store.payments
        set status = 'AUTHORIZED', captured_amount = 0, refunded_amount = 0
        where order_id = id('order')
    $$,
    'a payment is what its events say', 'what was taken is held'
);
select wrong_is_told(
    $$update store.payments set status = 'CAPTURED', captured_amount = authorized_amount where order_id = id('held')$$,
    'a payment is what its events say', 'what is held was taken, and nobody did it'
);
select wrong_is_told(
    $$update store.payments set refunded_amount = 2 where order_id = id('order')$$,
    'a payment is what its events say', 'more has gone back than went back'
);
select wrong_is_told(
    $$delete from store.payment_events where kind = 'charge'$$, 'a payment is what its events say', 'a charge is forgotten'
);
select wrong_is_told(
    $$delete from store.payment_events; delete from store.payments$$, 'an order has a payment', 'an order for nothing'
);
select wrong_is_told(
    format($$update store.payments set %s where order_id = id('order')$$, w.change), 'payments_refund_is_told', w.what
)
from (
    values
        ($$status = 'REFUNDED'$$, 'a payment that went back whole, of which a part did'),
        ($$status = 'CAPTURED'$$, 'a payment of which nothing went back, though a part did'),
        ('refunded_amount = captured_amount', 'a payment of which a part went back, though all did')
) as w (change, what);
select wrong_is_told(
    $$update store.payments set captured_amount = 5 where order_id = id('held')$$, 'payments_status_is_true', 'money taken of what is held'
);

-- refunds, captures, and their effects
select wrong_is_told(w.change, 'a refund or capture and its effect in the outbox say the same', w.what)
from (
    values
        ($$delete from store.outbox where refund_id = id('refund 3')$$, 'a refund on its way that nobody makes'),
        ($$update store.outbox set status = 'DONE' where refund_id = id('refund 3')$$, 'one that was made, and is still on its way'),
        ($$update store.outbox set status = 'DEAD' where refund_id = id('refund 3')$$, 'one that was given up, and is still on its way'),
        ($$update store.outbox set status = 'PENDING' where refund_id = id('refund 2')$$, 'one that failed, and is tried'),
        ($$update store.outbox set status = 'PENDING' where refund_id = id('refund 1')$$, 'one that is made, and is tried'),
        ($$update store.refunds set status = 'FAILED' where refund_id = id('refund 1')$$, 'one that failed, and was made'),
        ($$delete from store.outbox where kind = 'capture'$$, 'a capture on its way that nobody makes'),
        ($$update store.outbox set status = 'DONE' where kind = 'capture'$$, 'one that was made, and is still on its way'),
        ($$update store.captures set status = 'FAILED'$$, 'one that failed, and is tried'),
        ($$update store.captures set status = 'SUCCEEDED'$$, 'one that is made, and is tried')
) as w (change, what);
select wrong_is_told(
    $$update store.outbox set due_at = now() + interval '10 years' where status = 'PENDING'$$,
    'an effect is tried again within a day', 'an effect in ten years'
);
select wrong_is_told(
    $$update store.outbox set due_at = 'infinity' where status = 'PENDING'$$, 'outbox_due_is_finite', 'an effect that is never due'
);
select wrong_is_told(
    $$update store.refunds set refund_reference = null where refund_id = id('refund 1')$$,
    'refunds_success_is_named', 'a refund that was made, and is nowhere'
);
select wrong_is_told(
    $$update store.refunds set refund_reference = 're_1', status = 'SUCCEEDED' where refund_id = id('refund 3')$$,
    'a refund at the provider is booked once', 'a refund that is booked twice'
);
select wrong_is_told(w.change, 'a refund or capture is of its order''s payment, or of a charge that is no order''s', w.what)
from (
    values
        ($$update store.refunds set payment_id = null where refund_id = id('refund 3')$$, 'the order''s own payment goes back as stray'),
        (
            $$update store.captures set payment_id = null, amount = 0 where payment_id is not null$$,
            'the order''s own hold is let go as stray'
        ),
        (
            $$update store.refunds set payment_id = (select payment_id from store.payments where order_id = id('held')) where refund_id = id('refund 3')$$,
            'another order''s payment goes back'
        ),
        ($$update store.refunds set provider_reference = 'pi_other' where refund_id = id('refund 3')$$, 'a charge that is not the order''s'),
        ($$update store.refunds set currency = 'usd' where refund_id = id('refund 3')$$, 'another currency goes back'),
        ($$update store.refunds set checkout_attempt_id = id('expired') where refund_id = id('refund 3')$$, 'a refund for another attempt'),
        (
            $$
                update store.checkout_attempts
                set state = 'UNKNOWN', response_status = null, response_body = null
                where checkout_attempt_id = id('expired')
            $$,
            'a stray charge goes back while its attempt may yet be paid by it'
        )
) as w (change, what);

-- money without an order
select wrong_is_told(
    $$delete from store.outbox where refund_id in (select refund_id from store.refunds where provider_reference = 'pi_k4');
        delete from store.refunds where provider_reference = 'pi_k4'$$,
    'money of an attempt that has ended is its order''s, or goes back', 'an attempt expired, its money came, and nobody gives it back'
);
select wrong_is_told(
    $$delete from store.outbox where kind = 'capture'; delete from store.captures where provider_reference = 'pi_k5'$$,
    'money of an attempt that has ended is its order''s, or goes back', 'or holds it for ever'
);
select wrong_is_told(
    $$
        update store.checkout_attempts
        set charged_amount = 55.80, provider_reference = 'pi_found', state = 'EXPIRED'
        where checkout_attempt_id = id('expired')
    $$,
    'money of an attempt that has ended is its order''s, or goes back', 'an attempt expired though it knew of its money'
);
select wrong_is_told(
    $$update store.refunds set amount = 5 where provider_reference = 'pi_k4'$$,
    'money of an attempt that has ended is its order''s, or goes back', 'less goes back than came'
);
select wrong_is_told(
    $$
        insert into store.webhook_events (
            provider, provider_event_id, kind, object_reference, checkout_attempt_id, outcome, payload, amount_minor
        )
        values ('stripe', 'evt_9', 'payment_intent.succeeded', 'pi_second', id('attempt'), 'KNOWN', '{}', 5580)
    $$,
    'money of an attempt that has ended is its order''s, or goes back', 'an order was paid a second time, and keeps it'
);
select wrong_is_told(
    $$delete from store.refunds where refund_reference = 're_k3'$$,
    'a compensated attempt has its refund, or its hold was let go', 'a compensation without money'
);
select is_empty('select * from store.check_money()', 'and all of it is undone');

-- what is not delivered
select plenty();
insert into fixture values ('short', ordered('customer', 's')), ('ready', held('customer', 'r'));
select bring('short', 'MISSING'), set('manager', 'short', 'READY'), bring('ready', 'READY');
select is_empty('select * from store.check_money()', 'an order that is short and one whose money is asked for are as they should be');
select wrong_is_told(
    $$delete from store.outbox where refund_id in (select refund_id from store.refunds where is_settlement);
        delete from store.refunds where is_settlement$$,
    'what is not delivered is not paid, and goes back once', 'what was not found is paid'
);
select wrong_is_told(
    'update store.refunds set amount = amount - 0.01 where is_settlement', 'what is not delivered is not paid, and goes back once',
    'an agora too little goes back'
);
select wrong_is_told(
    'update store.refunds set amount = amount + 0.01 where is_settlement', 'what is not delivered is not paid, and goes back once',
    'an agora too much goes back'
);
select wrong_is_told(
    $$delete from store.outbox where capture_id in (select capture_id from store.captures where payment_id = (select payment_id from store.payments where order_id = id('ready')));
        delete from store.captures where payment_id = (select payment_id from store.payments where order_id = id('ready'))$$,
    'held money of an order that is ready or canceled is asked for, or let go', 'goods that nobody pays'
);

select * from finish();

rollback;
