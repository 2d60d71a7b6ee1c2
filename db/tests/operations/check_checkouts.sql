begin;
\ir ../fixture.psql

select plan(24);

-- happy path
insert into fixture values ('order', ordered('customer', 'k1')), ('declined', locked_attempt('customer', 'k2'));
select api.checkout_release(id('declined'), 'card_declined', '{}');
insert into fixture values ('open', locked_attempt('other', 'k3'));
insert into fixture select 'committed', checkout_attempt_id from store.orders where order_id = id('order');

select is_empty('select * from store.check_checkouts()', 'an order, a decline and an open lock are as they should be');

-- wrong states that the function tells
select wrong_is_told(
    'update store.slot_dates set booked = booked - 1', 'a slot''s bookings are its open attempts and live orders', 'a place is given twice'
);
select wrong_is_told(
    $$update store.checkout_attempts set state = 'DECLINED', response_status = 400 where checkout_attempt_id = id('committed')$$,
    'a committed attempt has its order, and no other has one', 'an order''s attempt was declined'
);
select wrong_is_told('delete from store.orders', 'a committed attempt has its order, and no other has one', 'an order is gone');
select wrong_is_told(
    $$
        update store.checkout_lines
        set unit_price = unit_price + 1, vat_amount = round((unit_price + 1) * quantity * vat_rate / (100 + vat_rate), 2)
        where checkout_attempt_id = id('declined')
    $$,
    'an attempt is worth its lines', 'a price was changed after it was locked'
);
select wrong_is_told(
    $$update store.checkout_attempts set vat_amount = vat_amount + 0.01 where checkout_attempt_id = id('declined')$$,
    'an attempt is worth its lines', 'VAT that is not that of its lines'
);
select wrong_is_told(
    $$
        update store.checkout_lines
        set vat_rate = 17, vat_amount = round(unit_price * quantity * 17 / 117, 2)
        where checkout_attempt_id = id('open')
    $$,
    'a line is taxed by its class, at its attempt''s rate', 'a line of another rate'
);
select wrong_is_told(
    $$delete from store.checkout_lines where checkout_attempt_id = id('declined')$$,
    'an attempt is worth its lines', 'an attempt is for nothing'
);
select wrong_is_told(
    $$update store.carts set status = 'CHECKED_OUT' where user_id = id('other')$$,
    'a closed cart has exactly one order, an attempt its user''s cart, an open one an open cart', 'a cart is closed while it is paid'
);
select wrong_is_told(
    $$update store.checkout_attempts set user_id = id('other') where checkout_attempt_id = id('declined')$$,
    'a closed cart has exactly one order, an attempt its user''s cart, an open one an open cart', 'somebody pays another''s cart'
);
select wrong_is_told(
    $$update store.checkout_attempts set payment_token_id = id('other token') where checkout_attempt_id = id('committed')$$,
    'an attempt goes to its user''s address, and is paid with their card', 'with another''s card'
);
select wrong_is_told(
    $$update store.checkout_attempts set address_id = id('customer address') where checkout_attempt_id = id('open')$$,
    'an attempt goes to its user''s address, and is paid with their card', 'to another''s address'
);
select wrong_is_told(
    $$update store.checkout_attempts set lease_expires_at = now() + interval '10 years' where checkout_attempt_id = id('open')$$,
    'an open attempt is looked at again within a day', 'a lease of ten years'
);

-- those that a constraint refuses
select wrong_is_told(
    $$update store.checkout_attempts set city = null where checkout_attempt_id = id('open')$$,
    'checkout_attempts_snapshot_is_whole', 'a delivery to no city'
);
select wrong_is_told(
    $$update store.checkout_attempts set delivery_min_total = 1 where checkout_attempt_id = id('open')$$,
    'checkout_attempts_fee_is_the_rules', 'a fee that is not that of its rule'
);
select wrong_is_told(
    $$update store.checkout_attempts set lease_expires_at = 'infinity' where checkout_attempt_id = id('open')$$,
    'checkout_attempts_lease_is_finite', 'a lease without end'
);
select wrong_is_told(
    $$update store.checkout_attempts set response_status = null, response_body = null where checkout_attempt_id = id('declined')$$,
    'checkout_attempts_end_is_answered', 'an end without its answer'
);
select wrong_is_told(
    $$update store.checkout_attempts set response_status = 400, response_body = '{}' where checkout_attempt_id = id('open')$$,
    'checkout_attempts_end_is_answered', 'an answer before the end'
);
select wrong_is_told(
    $$update store.checkout_attempts set response_status = 400 where checkout_attempt_id = id('committed')$$,
    'checkout_attempts_answer_is_true', 'an order that was answered with a decline'
);
select wrong_is_told(
    $$update store.checkout_attempts set state = 'COMPENSATING' where checkout_attempt_id = id('open')$$,
    'checkout_attempts_knows_what_goes_back', 'money to be given back, and nobody knows how much of what'
);
select wrong_is_told(
    $$update store.checkout_attempts set intent_reference = null where checkout_attempt_id = id('committed')$$,
    'checkout_attempts_commits_its_intent', 'an order that no payment of its attempt has paid'
);
select wrong_is_told(
    $$update store.checkout_attempts set pickup_starts_at = now() where checkout_attempt_id = id('open')$$,
    'checkout_attempts_goes_one_way', 'a delivery that is picked up'
);
select wrong_is_told(
    $$
        update store.checkout_attempts
        set
            fulfillment_type = 'PICKUP', slot_date_id = null, address_id = null, pickup_starts_at = now(),
            pickup_ends_at = now(), address_line = null, city = null, country = null, delivery_date = null,
            delivery_start_time = null, delivery_end_time = null, delivery_min_total = null, delivery_fee_under_min = null
        where checkout_attempt_id = id('open')
    $$,
    'checkout_attempts_window_ordered', 'a pickup window that ends as it begins'
);
select is_empty('select * from store.check_checkouts()', 'and all of it is undone');

select * from finish();

rollback;
