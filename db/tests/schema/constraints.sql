begin;
\ir ../fixture.psql

select plan(9);

-- What no function may break, whatever is wrong with it: the last line of defence is the table's own.
insert into fixture select 'attempt', locked_attempt('customer');

select throws_ok($$update store.inventory set reserved = -1$$, '23514', null, 'reserved is never negative');
select throws_ok($$update store.inventory set reserved = on_hand + 1$$, '23514', null, 'nor more than there is');
select throws_ok($$update store.slot_dates set booked = 3$$, '23514', null, 'a slot is never overbooked');
select throws_ok(
    $$
        insert into store.checkout_attempts (
            user_id, cart_id, idempotency_key, fingerprint, fulfillment_type, branch_id, slot_date_id, address_id,
            payment_token_id, save_as_default, subtotal, delivery_fee, total_amount, currency, lease_expires_at
        )
        select
            user_id, cart_id, 'another key', fingerprint, fulfillment_type, branch_id, slot_date_id, address_id,
            payment_token_id, save_as_default, subtotal, delivery_fee, total_amount, currency, lease_expires_at
        from store.checkout_attempts
    $$,
    '23505', null, 'a cart has one open attempt'
);
select commit(id('attempt'), 'pi_1', 5580, 'ils');
select throws_ok(
    $$update store.payments set refunded_amount = captured_amount + 1$$, '23514', null, 'no more goes back than came'
);
select throws_ok(
    $$update store.payments set captured_amount = authorized_amount + 1$$, '23514', null, 'nor comes more than was agreed to'
);
select throws_ok(
    $$update store.payments set status = 'AUTHORIZED'$$, '23514', null, 'what is taken is not held'
);
select throws_ok(
    $$update store.checkout_attempts set state = 'UNKNOWN', response_status = null, response_body = null, idempotency_key = null$$,
    '23514', null, 'an open attempt has its key'
);
select throws_ok(
    $$
        insert into store.orders (user_id, cart_id, checkout_attempt_id, branch_id, fulfillment_type, subtotal, delivery_fee, total_amount)
        select user_id, cart_id, checkout_attempt_id, branch_id, fulfillment_type, subtotal, delivery_fee, total_amount
        from store.orders
    $$,
    '23505', null, 'a cart makes one order'
);

select * from finish();

rollback;
