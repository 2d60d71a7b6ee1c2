begin;
\ir ../fixture.psql

select plan(21);

-- happy path
select is_empty('select * from store.check_invariants()', 'a shop that nobody has touched violates nothing');
select ok(ordered('customer', 'k1') > 0 and locked_attempt('other', 'k2') > 0, 'with an order and an open lock');
select is_empty('select * from store.check_invariants()', 'it still violates nothing');

-- each violation is found: done by hand, seen, undone
create function tap.found(p_sql text) returns text language plpgsql as $$
declare
    v_found text;
begin
    begin
        execute p_sql;
        select string_agg(distinct i.invariant, '; ' order by i.invariant) into v_found from store.check_invariants() as i;
        raise exception 'undo';
    exception when raise_exception then
        return v_found;
    end;
end;
$$;
select matches(
    found($$update store.inventory set reserved = reserved + 1 where branch_id = id('warehouse') and product_id = id('milk')$$),
    'reserved is what open attempts have locked', 'a reservation without an attempt'
);
select matches(
    found($$update store.inventory set on_hand = on_hand + 1 where branch_id = id('branch') and product_id = id('milk')$$),
    'the ledger adds up', 'stock without a movement'
);
select matches(
    found($$delete from store.inventory_movements where kind = 'sold'$$),
    'stock of an attempt has moved as its state says', 'a movement that is missing'
);
select matches(found('update store.slot_dates set booked = booked - 1'), 'slot''s bookings', 'a place booked twice');
select matches(
    found('update store.payments set captured_amount = captured_amount - 1'), 'money taken', 'money that is missing'
);
select matches(
    found('delete from store.payment_events; delete from store.payments'), 'an order has a payment', 'an order for nothing'
);
select matches(
    found(
        'update store.order_items set quantity = quantity + 1, vat_amount = round(unit_price * (quantity + 1) * vat_rate / (100 + vat_rate), 2)'
    ),
    'items are the lines', 'an item that nobody paid'
);
select matches(
    found($$
        update store.checkout_attempts
        set state = 'EXPIRED', response_status = 400, response_body = '{}'
        where state = 'LOCKED'
    $$),
    'stock of an attempt has moved as its state says', 'an attempt that ended without giving back'
);
select matches(
    found($$update store.carts set status = 'CHECKED_OUT' where status = 'ACTIVE'$$),
    'a closed cart has exactly one order', 'a cart that was closed without an order'
);

-- money that is held
select ok(held('other', 'k3') > 0, 'with an order whose money is held')
from api.checkout_release((select checkout_attempt_id from store.checkout_attempts where state = 'LOCKED'), 'x', '{}');
select is_empty('select * from store.check_invariants()', 'nothing is violated');
select matches(
    found($$update store.payments set captured_amount = 1, status = 'CAPTURED' where status = 'AUTHORIZED'$$),
    'money taken', 'money that was taken without a capture'
);

-- stock by hand
insert into fixture
select 'request', (api.stock_request_create(id('employee'), id('branch'), id('milk'), 'SET_QUANTITY', 12) #>> '{data,id}')::bigint;
insert into fixture
select 'empty', (api.stock_request_create(id('employee'), id('branch'), id('bread'), 'ADD_QUANTITY', 5) #>> '{data,id}')::bigint;
select api.stock_request_resolve(id('manager'), id('request'), 'APPROVED'), api.stock_request_resolve(id('manager'), id('empty'), 'APPROVED', 0);
select api.inventory_update(id('manager'), i.inventory_id, 'counted', 9)
from store.inventory as i where i.branch_id = id('branch') and i.product_id = id('bread');
select is_empty('select * from store.check_invariants()', 'with stock that was changed by hand and by request nothing is violated');
select matches(
    found($$update store.inventory_movements set reason = null where kind = 'adjusted'$$), 'a correction by hand says why', 'a correction for no reason'
);
select matches(
    found($$update store.stock_requests set applied_change = 3 where stock_request_id = id('request')$$),
    'an approved stock request has changed its shelf', 'a request that did something else than it says'
);
select matches(
    found($$
        insert into store.inventory_movements (branch_id, product_id, kind, quantity, stock_request_id)
        select branch_id, product_id, 'adjusted', n, id('empty') from store.stock_requests cross join (values (1), (-1)) as x (n)
        where stock_request_id = id('empty')
    $$),
    'an approved stock request has changed its shelf', 'a request that was applied twice, though it adds up'
);
select matches(
    found($$update store.inventory_movements set product_id = id('bread') where stock_request_id = id('request')$$),
    'an approved stock request has changed its shelf', 'a request that changed another shelf'
);
select matches(
    found($$
        update store.stock_requests
        set status = 'CANCELED', approved_quantity = null, applied_change = null, reviewed_by = null, reviewed_at = null
        where stock_request_id = id('request')
    $$),
    'an approved stock request has changed its shelf', 'a request that was taken back after it was applied'
);

select * from finish();

rollback;
