begin;
\ir ../fixture.psql

select plan(42);

insert into fixture select 'attempt', locked_attempt('customer');

-- errors
select throws_ok(
    $$select * from api.checkout_commit(-1, 'pi_1', 5580, 'ils')$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found'
);
select throws_ok(
    $$select * from api.checkout_commit(id('attempt'), 'pi_1', 5580, 'ils')$$, 'MS409', 'PAYMENT_MISMATCH',
    'a payment that was not stored before it could take money makes no order'
);
select api.checkout_intent(id('attempt'), 'pi_1');
select throws_ok(
    $$select * from api.checkout_commit(id('attempt'), 'pi_x', 5580, 'ils')$$, 'MS409', 'PAYMENT_MISMATCH',
    'nor does any but the stored one'
);
select throws_ok(
    $$select * from api.checkout_commit(id('attempt'), 'pi_1', null, 'ils')$$, 'MS409', 'PAYMENT_MISMATCH',
    'nor one of no known amount'
);
select throws_ok(
    $$select * from api.checkout_commit(id('attempt'), 'pi_1', 5579, 'ils')$$, 'MS409', 'PAYMENT_MISMATCH',
    'another amount than was asked for makes no order'
);
select throws_ok(
    $$select * from api.checkout_commit(id('attempt'), 'pi_1', 5580, 'usd')$$, 'MS409', 'PAYMENT_MISMATCH',
    'nor does another currency'
);

-- happy path, after all that was locked has changed
update store.products set name = 'oat milk', sku = 'OAT-1', unit = '2 L', price = 99, vat_class = 'ZERO' where product_id = id('milk');
select api.address_update(id('customer'), id('customer address'), '9 New Street', 'Eilat', null, null, null, null, false);
update store.delivery_slots set start_time = '14:00', end_time = '16:00';
update store.settings set vat_rate = 17, delivery_fee_under_min = 5;
update store.users set is_active = false where user_id = id('customer');
create temporary table committed as select * from api.checkout_commit(id('attempt'), 'pi_1', 5580, 'ils');
update store.users set is_active = true where user_id = id('customer');
select is((select response_status from committed), 201, 'an order is made, also for a user deactivated meanwhile');
select is(
    (select response_body::jsonb -> 'data' from committed),
    (
        select jsonb_build_object(
            'order_id', o.order_id, 'order_number', o.order_number, 'status', 'CREATED', 'total_paid', '55.80',
            'payment_reference', 'pi_1', 'attempt_id', id('attempt')
        )
        from store.orders as o
    ),
    'the answer names it'
);
select results_eq(
    $$select * from api.checkout_commit(id('attempt'), 'pi_1', 5580, 'ils')$$, 'select * from committed',
    'a second commit gives the same answer'
);
select is((select count(*)::integer from store.orders), 1, 'and makes no second order');

-- side effects
select results_eq(
    $$select on_hand, reserved from store.inventory where branch_id = id('warehouse') and product_id in (id('milk'), id('bread')) order by product_id$$,
    'values (8, 0), (9, 0)', 'the stock is gone'
);
select results_eq(
    'select name, sku, unit_price, quantity, line_total, picked_status::text from store.order_items order by product_id',
    $$values ('milk', 'DAI-1', 6.50, 2, 13.00, 'PENDING'), ('bread', 'BAK-1', 12.90, 1, 12.90, 'PENDING')$$,
    'the items are snapshots'
);
select results_eq(
    'select unit, vat_class::text, vat_rate, vat_amount from store.order_items order by product_id',
    $$values ('1 L', 'STANDARD', 18.00::numeric(5, 2), 1.98::numeric(12, 2)), ('unit', 'STANDARD', 18.00, 1.97)$$,
    'with unit and VAT'
);
select results_eq(
    'select vat_rate, delivery_fee_vat, vat_amount from store.orders',
    $$values (18.00::numeric(5, 2), 4.56::numeric(12, 2), 8.51::numeric(12, 2))$$, 'the order has that of all, and of its fee'
);
select results_eq(
    'select address_line, city, start_time, end_time from store.order_deliveries',
    $$values ('3 Side Street', 'Tel Aviv', '10:00'::time, '12:00'::time)$$, 'so are address and window'
);
select results_eq(
    'select provider_reference, status::text, captured_amount, brand, last4 from store.payments',
    $$values ('pi_1', 'CAPTURED', 55.80, 'visa', '4242')$$, 'the payment stands'
);
select is((select count(*)::integer from store.payment_events), 1, 'with its event');
select is((select status::text from store.carts where user_id = id('customer')), 'CHECKED_OUT', 'the cart is closed');
select is((select booked from store.slot_dates), 1, 'the slot stays booked');
select is(
    (select count(distinct entity_type)::integer from audit.entries where source = 'api.checkout_commit' and actor_user_id = id('customer')),
    9, 'all nine tables are in the audit log, as the customer''s'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- save_as_default
update store.products set name = 'milk', sku = 'DAI-1', unit = '1 L', price = 6.50, vat_class = 'STANDARD' where product_id = id('milk');
update store.settings set vat_rate = 18, delivery_fee_under_min = 29.90;
insert into fixture select 'second token', (api.payment_token_create(id('customer'), 'pm_2', 'visa', '1111', 1, 2030, false) #>> '{data,id}')::bigint;
select api.cart_item_add(id('customer'), id('milk'), 1);
insert into fixture
select 'second attempt', l.checkout_attempt_id
from api.checkout_lock(
    id('customer'), 'key 2', '\x02', null, 'PICKUP', id('branch'), null, null, null, null, id('second token'), null, true, 60
) as l;
select commit(id('second attempt'), 'pi_2', 650, 'ils');
select is(
    (select payment_token_id from store.payment_tokens where user_id = id('customer') and is_default), id('second token'),
    'a card that is to be the default is it from then on'
);
select api.cart_item_add(id('customer'), id('milk'), 1);
insert into fixture
select 'third attempt', l.checkout_attempt_id
from api.checkout_lock(
    id('customer'), 'key 3', '\x03', null, 'PICKUP', id('branch'), null, null, null, null, id('customer token'), null, true, 60
) as l;
select api.payment_token_delete(id('customer'), id('customer token'));
select commit(id('third attempt'), 'pi_third', 650, 'ils');
select is(
    (select payment_token_id from store.payment_tokens where user_id = id('customer') and is_default), id('second token'),
    'one that was deleted meanwhile leaves the default where it is'
);
select is((select branch_id from store.order_pickups where order_id = (select min(order_id) from store.order_pickups)), id('branch'), 'a pickup has its place');

-- an attempt that ended otherwise
select locked_attempt('other');
insert into fixture select 'declined', checkout_attempt_id from store.checkout_attempts where user_id = id('other');
select api.checkout_release(id('declined'), 'card_declined', '{}');
select throws_ok(
    $$select * from api.checkout_commit(id('declined'), 'pi_3', 5580, 'ils')$$, 'MS409', 'ATTEMPT_CLOSED',
    'a declined attempt makes no order'
);

-- money that is only held
insert into fixture select 'held', held('other', 'key 4');
select results_eq(
    $$select status::text, authorized_amount, captured_amount from store.payments where order_id = id('held')$$,
    $$values ('AUTHORIZED', 81.70::numeric(12, 2), 0.00::numeric(12, 2))$$, 'a hold makes an order, and nothing is taken yet'
);
select is((select kind from store.payment_events where provider_event_id = 'pi_key 4:charge'), 'authorize', 'its event says so');
select is((select capture::text from store.checkout_attempts where idempotency_key = 'key 4'), 'on_ready', 'as the attempt was locked');
select is_empty('select * from store.check_invariants()', 'no invariant is violated by a hold');

-- a second charge, of which an event told before
select plenty();
insert into fixture select 'twice', locked_attempt('other', 'key 5');
select event('evt_1', 'payment_intent.succeeded', 'pi_5', id('twice'), 5580);
select event('evt_2', 'payment_intent.succeeded', 'pi_5 again', id('twice'), 5580);
select event('evt_3', 'payment_intent.amount_capturable_updated', 'pi_5 held', id('twice'), 5580);
select commit(id('twice'), 'pi_5', 5580, 'ils');
select results_eq(
    $$
        select r.provider_reference, r.amount, b.status::text from store.refunds as r join store.outbox as b using (refund_id)
        where r.checkout_attempt_id = id('twice')
    $$,
    $$values ('pi_5 again', 55.80::numeric(12, 2), 'PENDING')$$, 'goes back, and the order''s own does not'
);
select results_eq(
    $$select provider_reference, amount from store.captures where checkout_attempt_id = id('twice')$$,
    $$values ('pi_5 held', 0.00::numeric(12, 2))$$, 'a second hold is let go'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated by them');

-- one that waits for a human
insert into fixture select 'reviewed', locked_attempt('other', 'key 6');
select api.checkout_intent(id('reviewed'), 'pi_6'), api.checkout_review(id('reviewed'), 'not known for a day');
select is(
    (select response_status from api.checkout_commit(id('reviewed'), 'pi_6', 5580, 'ils')), 201, 'is an order when it turns out to be paid'
);
insert into fixture select 'going back', locked_attempt('other', 'key 7');
select api.checkout_intent(id('going back'), 'pi_7'), api.checkout_compensate(id('going back'), 'pi_7', 5580, 'x');
select api.checkout_review(id('going back'), 'refund refused');
select throws_ok(
    $$select * from api.checkout_commit(id('going back'), 'pi_7', 5580, 'ils')$$, 'MS409', 'ATTEMPT_CLOSED',
    'but not where its money is on the way back'
);

-- somebody else has taken it over
insert into fixture select 'taken', locked_attempt('customer', 'key 8');
select api.checkout_intent(id('taken'), 'pi_8');
update store.checkout_attempts set lease_number = 2 where checkout_attempt_id = id('taken');
select results_eq(
    $$select * from api.checkout_commit(id('taken'), 'pi_8', 5580, 'ils', false, 1)$$,
    $$values (null::integer, null::text, null::bigint, 'LOCKED')$$, 'a hold is no order for who was overtaken: the other may be letting it go'
);
select is((select response_status from api.checkout_commit(id('taken'), 'pi_8', 5580, 'ils', false, 2)), 201, 'it is for who has the lease');
select is(
    (select response_status from api.checkout_commit(id('taken'), 'pi_8', 5580, 'ils', false, 1)), 201, 'whose answer the first gets then'
);
insert into fixture select 'captured', locked_attempt('customer', 'key 9');
select api.checkout_intent(id('captured'), 'pi_9');
update store.checkout_attempts set lease_number = 2 where checkout_attempt_id = id('captured');
select is(
    (select response_status from api.checkout_commit(id('captured'), 'pi_9', 5580, 'ils', true, 1)), 201,
    'money that is taken makes the order, whoever tells of it'
);
select results_eq(
    $$select state, response_status from api.checkout_expire(id('captured'), 1)$$, $$values ('COMMITTED', 201)$$,
    'and the other is told so, whatever it wanted'
);
select is((select state from api.checkout_doubt(id('captured'), 'not given up', 0, 2)), 'COMMITTED', 'as it is when it has the lease');
select is(
    (select response_status from api.checkout_commit(id('captured'), 'pi_9', 5580, 'ils', true, 2)), 201, 'and finds the order, when it sees the money'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated by any of it');

select * from finish();

rollback;
