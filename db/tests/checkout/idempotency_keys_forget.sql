begin;
\ir ../fixture.psql

select plan(12);

insert into fixture select 'order', ordered('customer');
insert into fixture select 'open', locked_attempt('other', 'open key');

-- not before its time
select is_empty('select * from api.idempotency_keys_forget(10)', 'a key that is young is kept');
update store.checkout_attempts set updated_at = clock_timestamp() - interval '71 hours 59 minutes';
select is_empty('select * from api.idempotency_keys_forget(10)', 'for 72 hours');
select is((select outcome from lock('customer')), 'REPLAY', 'and gives its answer');

-- after it
update store.checkout_attempts set updated_at = clock_timestamp() - interval '72 hours 1 second';
select is(
    (select count(*)::integer from api.idempotency_keys_forget(10)), 1, 'later it is forgotten; that of an open attempt is not'
);
select is_empty('select * from api.idempotency_keys_forget(10)', 'once');
select is((select idempotency_key from store.checkout_attempts where state = 'LOCKED'), 'open key', 'an open attempt keeps its key, however old');
select is((select count(*)::integer from store.orders), 1, 'the order stays');
select throws_ok($$select * from lock('customer')$$, 'MS409', 'CART_EMPTY', 'the key runs afresh, and finds the cart closed');

-- side effects
select is_empty('select * from store.check_invariants()', 'no invariant is violated');
select throws_ok(
    $$
        insert into store.orders (user_id, cart_id, checkout_attempt_id, branch_id, fulfillment_type, subtotal, delivery_fee, total_amount)
        select user_id, cart_id, id('open'), branch_id, fulfillment_type, subtotal, delivery_fee, total_amount from store.orders
    $$,
    '23505', null, 'its cart still makes no second order'
);
select throws_ok(
    $$update store.checkout_attempts set idempotency_key = null where state = 'LOCKED'$$, '23514', null,
    'no open attempt is without a key'
);
select is(
    (
        select count(*)::integer from audit.entries
        where entity_type = 'checkout_attempts' and old_value ? 'idempotency_key'
            and source = 'api.idempotency_keys_forget' and context ->> 'actor' = 'system'
    ),
    1, 'the forgetting is audited'
);

select * from finish();

rollback;
