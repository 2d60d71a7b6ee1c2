begin;
\ir ../fixture.psql

select plan(33);

create function tap.plan_of(
    p_type text,
    p_slot bigint default null,
    p_date date default null,
    p_branch bigint default null,
    p_address bigint default null,
    p_pickup_at timestamptz default null,
    p_now timestamptz default now(),
    p_holds_place boolean default false
) returns table (
    lines store.plan_line[], branch_id bigint, delivery_slot_id bigint, delivery_date date, start_time time, end_time time,
    address_id bigint, city text, pickup_starts_at timestamptz, pickup_ends_at timestamptz, subtotal numeric,
    delivery_fee numeric, total_amount numeric, vat_included numeric, vat_rate numeric, currency text
)
language sql stable
begin atomic
    select
        p.lines, p.branch_id, p.delivery_slot_id, p.delivery_date, p.start_time, p.end_time, p.address_id, p.city,
        p.pickup_starts_at, p.pickup_ends_at, p.subtotal, p.delivery_fee, p.total_amount, p.vat_included, p.vat_rate, p.currency
    from store.checkout_plan(
        id('customer'), (select c.cart_id from store.carts as c where c.user_id = id('customer') and c.status = 'ACTIVE'),
        p_type, p_branch, p_slot, p_date, p_address, p_pickup_at, p_now, p_holds_place
    ) as p;
end;

select throws_ok($$select * from plan_of('DELIVERY', id('slot'))$$, 'MS409', 'CART_EMPTY', 'no cart, no plan');
select api.cart_item_add(id('customer'), id('milk'), 2);

-- delivery
select results_eq(
    $$select branch_id, delivery_date, address_id, subtotal, delivery_fee, total_amount, vat_included, currency from plan_of('DELIVERY', id('slot'))$$,
    $$values (
        id('warehouse'), store.local_now()::date + 1, id('customer address'), 13.00, 29.90, 42.90, 6.54, 'ils'
    )$$,
    'a delivery comes from the warehouse, on the next bookable day, to the default address, with a fee'
);
update store.products set price = 100 where product_id = id('milk');
select is((select delivery_fee from plan_of('DELIVERY', id('slot'))), 0.00, 'from the minimum on there is no fee');
select throws_ok(
    $$select * from plan_of('DELIVERY', id('slot'), p_address => id('other address'))$$, 'MS404', 'ADDRESS_NOT_FOUND',
    'somebody else''s address is not found'
);
select throws_ok(
    $$select * from plan_of('DELIVERY', -1)$$, 'MS400', 'INVALID_SLOT', 'an unknown slot is refused'
);
select throws_ok(
    $$select * from plan_of('DELIVERY', id('slot'), store.local_now()::date + 2)$$, 'MS400', 'INVALID_SLOT',
    'a date of another week day is refused'
);
select throws_ok(
    $$select * from plan_of('DELIVERY', id('slot'), store.local_now()::date - 6)$$, 'MS400', 'INVALID_SLOT', 'so is the past'
);
select throws_ok(
    $$select * from plan_of('DELIVERY', id('slot'), store.local_now()::date + 71)$$, 'MS400', 'INVALID_SLOT',
    'and what is behind the horizon'
);
insert into store.slot_dates (delivery_slot_id, slot_date, capacity, booked)
values (id('slot'), store.local_now()::date + 1, 2, 2);
select throws_ok(
    $$select * from plan_of('DELIVERY', id('slot'), store.local_now()::date + 1)$$, 'MS409', 'SLOT_FULL', 'a full date is told'
);
select is(
    (select delivery_date from plan_of('DELIVERY', id('slot'))), store.local_now()::date + 8, 'without a date, the next one is taken'
);
select is(
    (select delivery_date from plan_of('DELIVERY', id('slot'), store.local_now()::date + 1, p_holds_place => true)),
    store.local_now()::date + 1, 'nor is it full for who has the last place'
);

-- the cut-off of a window at ten
create function tap.tomorrow(p_time time) returns timestamptz language sql stable
return (store.local_now()::date + 1 + p_time) at time zone 'Asia/Jerusalem';
delete from store.slot_dates;
select is(
    (select delivery_date from plan_of('DELIVERY', id('slot'), store.local_now()::date + 1, p_now => tomorrow('09:00'))),
    store.local_now()::date + 1, 'an hour before it begins a window can be booked'
);
select throws_ok(
    $$select * from plan_of('DELIVERY', id('slot'), store.local_now()::date + 1, p_now => tomorrow('09:00:01'))$$,
    'MS400', 'INVALID_SLOT', 'a second later it cannot'
);
select is(
    details($$select * from plan_of('DELIVERY', id('slot'), store.local_now()::date + 1, p_now => tomorrow('09:00:01'))$$) ->> 'reason',
    'it is too late for this slot on this date', 'which is said'
);
select is(
    (select delivery_date from plan_of('DELIVERY', id('slot'), p_now => tomorrow('09:00:01'))), store.local_now()::date + 8,
    'without a date it is the one of next week then'
);
update store.settings set booking_cutoff_minutes = 0;
select is(
    (select delivery_date from plan_of('DELIVERY', id('slot'), p_now => tomorrow('10:00'))), store.local_now()::date + 1,
    'the setting says when'
);
update store.settings set booking_cutoff_minutes = 60;

update store.settings set delivery_start_time = '12:00';
select throws_ok(
    $$select * from plan_of('DELIVERY', id('slot'))$$, 'MS400', 'INVALID_SLOT', 'a window outside of the opening hours is refused'
);
update store.settings set delivery_start_time = '06:00';

-- pickup
select results_eq(
    $$
        select branch_id, delivery_fee, pickup_starts_at, pickup_ends_at
        from plan_of('PICKUP', p_branch => id('branch'), p_pickup_at => (store.local_now()::date + 1 + time '15:30') at time zone 'Asia/Jerusalem')
    $$,
    $$values (
        id('branch'), 0::numeric,
        (store.local_now()::date + 1 + time '15:30') at time zone 'Asia/Jerusalem',
        (store.local_now()::date + 1 + time '17:30') at time zone 'Asia/Jerusalem'
    )$$,
    'a pickup is free, at the branch, when it was asked for'
);
select cmp_ok(
    (select pickup_starts_at from plan_of('PICKUP', p_branch => id('branch'))), '>', now() + interval '59 minutes',
    'without a wish it leaves an hour for picking'
);
select throws_ok(
    $$select * from plan_of('PICKUP', p_branch => -1)$$, 'MS404', 'BRANCH_NOT_FOUND', 'that exists'
);
select throws_ok(
    $$select * from plan_of('PICKUP', p_branch => id('branch'), p_pickup_at => now() - interval '1 hour')$$,
    'MS400', 'INVALID_SLOT', 'nobody picks up yesterday'
);
select throws_ok(
    $$select * from plan_of('PICKUP', p_branch => id('branch'), p_pickup_at => (store.local_now()::date + 1 + time '23:00') at time zone 'Asia/Jerusalem')$$,
    'MS400', 'INVALID_SLOT', 'nor at night'
);
-- the cart
update store.products set is_active = false where product_id = id('milk');
select throws_ok(
    $$select * from plan_of('PICKUP', p_branch => id('branch'))$$, 'MS409', 'PRODUCT_UNAVAILABLE',
    'a product that is no longer sold is told'
);
update store.products set is_active = true, price = 6.50 where product_id = id('milk');

-- its VAT: by line and class, each rounded, so that the total is the sum of what is seen
insert into store.cart_items (cart_id, product_id, quantity)
select store.cart_ensure(id('customer')), p.product_id, 1 from store.products as p where p.product_id in (id('bread'), id('rare cake'));
update store.products set price = 1.00;
update store.cart_items set quantity = 1;
select is(
    (select vat_included from plan_of('PICKUP', p_branch => id('branch'))), 0.45, 'three times 0.1525 is 0.45, not the 0.46 of their sum'
);
update store.products set vat_class = 'ZERO' where product_id = id('bread');
select is((select vat_included from plan_of('PICKUP', p_branch => id('branch'))), 0.30, 'what is taxed at none has none');
select results_eq(
    $$
        select l.name, l.sku, l.unit, l.unit_price, l.quantity, l.vat_class::text, l.vat_rate, l.vat_amount
        from plan_of('PICKUP', p_branch => id('branch')) as p
        cross join unnest(p.lines) as l
    $$,
    $$
        values
            ('milk', 'DAI-1', '1 L', 1.00, 1, 'STANDARD', 18.00, 0.15), ('bread', 'BAK-1', 'unit', 1.00, 1, 'ZERO', 0, 0.00),
            ('rare cake', 'BAK-2', 'unit', 1.00, 1, 'STANDARD', 18.00, 0.15)
    $$,
    'each line is there as it is now'
);

-- how much it may be
create function tap.limit_of(p_type text default 'PICKUP') returns jsonb language sql volatile
return details(format('select * from plan_of(%L, id(''slot''), p_branch => id(''branch''))', p_type));
update store.settings set order_min_total = 3.01;
select is(limit_of(), '{"limit": "order_min_total", "minimum": "3.01", "actual": "3.00"}', 'less than the least is told');
select is(limit_of('DELIVERY'), null, 'with a fee it is enough');
update store.settings set order_min_total = 3.00, order_max_total = 3.00;
select is(limit_of(), null, 'the least and the most are allowed');
select is(limit_of('DELIVERY'), '{"limit": "order_max_total", "maximum": "3.00", "actual": "32.90"}', 'more than the most is told');
update store.settings set order_max_total = 999999.99, cart_max_quantity = 1, cart_max_lines = 3;
select is(limit_of(), null, 'so many of so many products are');
update store.settings set cart_max_lines = 2;
select is(limit_of(), '{"limit": "cart_max_lines", "maximum": 2, "actual": 3}', 'one product more is not');
update store.settings set cart_max_lines = 3;
update store.cart_items set quantity = 2 where product_id = id('milk');
select is(limit_of(), '{"limit": "cart_max_quantity", "maximum": 1, "actual": 2}', 'nor one of them more');

select * from finish();

rollback;
