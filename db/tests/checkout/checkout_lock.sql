begin;
\ir ../fixture.psql

select plan(29);

select api.cart_item_add(id('customer'), id('milk'), 2);
select api.cart_item_add(id('customer'), id('bread'), 1);

-- errors: each leaves the key free
select throws_ok(
    $$select * from lock('customer', p_expected_total => 1)$$, 'MS409', 'TOTAL_CHANGED', 'another total than expected is told'
);
select throws_ok($$select * from lock('other')$$, 'MS409', 'CART_EMPTY', 'an empty cart is refused');
select throws_ok(
    $$
        select api.checkout_lock(
            id('customer'), 'key', '\x01', -1, 'DELIVERY', null, id('slot'), null, null, null, null, null, false, 60
        )
    $$,
    'MS404', 'CART_NOT_FOUND', 'a cart that is named must be the active one'
);
select throws_ok($$select * from lock('manager')$$, 'MS403', 'FORBIDDEN', 'staff cannot shop');
create function tap.incomplete(p_cart_id bigint default null) returns text
    language sql volatile
return (
    select outcome
    from api.checkout_lock(
        id('customer'), 'key', '\x01', p_cart_id, 'DELIVERY', null, null, null, null, null, null, null, false, 60
    )
);
select throws_ok(
    $$select incomplete(-1)$$, 'MS400', 'VALIDATION_ERROR', 'what was asked is judged before the cart is looked for'
);
update store.payment_tokens set is_active = false, is_default = false where user_id = id('customer');
select throws_ok(
    $$select * from lock('customer')$$, 'MS404', 'PAYMENT_TOKEN_NOT_FOUND', 'without a card nothing is locked'
);
update store.payment_tokens set is_active = true, is_default = true where user_id = id('customer');
update store.inventory set on_hand = 1 where product_id = id('milk');
select throws_ok(
    $$select * from lock('customer')$$, 'MS409', 'INSUFFICIENT_STOCK', 'short stock is told'
);
update store.inventory set on_hand = 10 where product_id = id('milk');
select is_empty('select 1 from store.checkout_attempts', 'a refused key is free again');
select is_empty('select 1 from store.slot_dates where booked > 0', 'and so is the slot');

-- happy path
select results_eq(
    $$select outcome, amount_minor, currency, provider, provider_token from lock('customer', p_expected_total => 55.80)$$,
    $$values ('LOCKED', 5580::bigint, 'ils', 'stripe', 'pm_card_visa')$$,
    'the lock says what to charge'
);
select throws_ok(
    $$select * from lock('customer')$$, 'MS409', 'IDEMPOTENCY_IN_PROGRESS', 'the same key is still running'
);
select throws_ok(
    $$select * from lock('customer', p_fingerprint => '\x02')$$, 'MS422', 'IDEMPOTENCY_KEY_REUSED',
    'the same key with another request is refused'
);
select throws_ok(
    $$select * from lock('customer', 'key 2')$$, 'MS409', 'CHECKOUT_IN_PROGRESS', 'another key has to wait for the cart'
);
select throws_ok(
    $$select incomplete()$$, 'MS400', 'VALIDATION_ERROR', 'and before the checkout that is running'
);

select is((select lease_number from store.checkout_attempts), 1, 'whose lease is the first');

-- side effects
select results_eq(
    $$
        select
            address_line, city, country, delivery_date, delivery_start_time, delivery_end_time, delivery_min_total,
            delivery_fee_under_min, vat_rate, delivery_fee_vat, vat_amount
        from store.checkout_attempts
    $$,
    $$
        select
            '3 Side Street', 'Tel Aviv', 'IL', store.local_now()::date + 1, '10:00'::time, '12:00'::time, delivery_min_total,
            delivery_fee_under_min, vat_rate, 4.56::numeric(12, 2), 8.51::numeric(12, 2)
        from store.settings
    $$,
    'all that the order will say is kept: where, when, by which rules'
);
select results_eq(
    'select name, sku, unit, unit_price, quantity, vat_class::text, vat_rate, vat_amount from store.checkout_lines order by product_id',
    $$
        values
            ('milk', 'DAI-1', '1 L', 6.50::numeric(12, 2), 2, 'STANDARD', 18.00::numeric(5, 2), 1.98::numeric(12, 2)),
            ('bread', 'BAK-1', 'unit', 12.90, 1, 'STANDARD', 18.00, 1.97)
    $$,
    'and what'
);
select results_eq(
    $$select on_hand, reserved from store.inventory where branch_id = id('warehouse') and product_id in (id('milk'), id('bread')) order by product_id$$,
    'values (10, 2), (10, 1)', 'the stock is reserved, not gone'
);
select is((select booked from store.slot_dates), 1, 'the slot is booked');
select results_eq(
    $$select quantity, unit_price from store.checkout_lines order by product_id$$,
    'values (2, 6.50), (1, 12.90)', 'the lines keep quantity and price'
);
select is(
    (select count(*)::integer from store.inventory_movements where kind = 'reserved'), 2, 'the ledger knows'
);
select is(
    (select count(*)::integer from audit.entries where entity_type = 'inventory' and source = 'api.checkout_lock' and actor_user_id = id('customer')),
    2, 'so does the audit log, with who did it'
);
select cmp_ok(
    (select lease_expires_at from store.checkout_attempts), '>', clock_timestamp() + interval '55 seconds', 'the lease runs'
);

-- replay
select commit((select checkout_attempt_id from store.checkout_attempts), 'pi_1', 5580, 'ils');
select results_eq(
    $$select outcome, response_status, response_body from lock('customer')$$,
    $$select 'REPLAY', 201, response_body from store.checkout_attempts$$,
    'when it is paid, the same key gives the first answer'
);
select is((select count(*)::integer from store.checkout_attempts), 1, 'and writes nothing');
select throws_ok(
    $$select * from lock('customer', 'key 2')$$, 'MS409', 'CART_EMPTY', 'another key finds the cart closed'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- how the money is to be taken
select is((select capture from lock('customer', 'key 3')), 'on_confirm', 'the money is taken at confirm')
from api.cart_item_add(id('customer'), id('milk'), 1);
update store.settings set capture = 'on_ready';
select is((select capture from lock('other', 'key 4')), 'on_ready', 'or held, as the setting says')
from api.cart_item_add(id('other'), id('milk'), 1);

select * from finish();

rollback;
