begin;
\ir ../fixture.psql

select plan(23);

create function tap.plan_of(
    p_type text,
    p_slot bigint default null,
    p_date date default null,
    p_branch bigint default null,
    p_address bigint default null,
    p_pickup_at timestamptz default null
) returns table (
    branch_id bigint, delivery_slot_id bigint, delivery_date date, start_time time, end_time time, address_id bigint,
    pickup_starts_at timestamptz, pickup_ends_at timestamptz, subtotal numeric, delivery_fee numeric, total_amount numeric,
    vat_included numeric, currency text
)
language sql stable
begin atomic
    select * from store.checkout_plan(
        id('customer'), (select c.cart_id from store.carts as c where c.user_id = id('customer') and c.status = 'ACTIVE'),
        p_type, p_branch, p_slot, p_date, p_address, p_pickup_at
    );
end;

select throws_ok($$select * from plan_of('DELIVERY', id('slot'))$$, 'MS409', 'CART_EMPTY', 'no cart, no plan');
select throws_ok(
    $$select * from plan_of('DELIVERY')$$, 'MS400', 'VALIDATION_ERROR', 'a request without a slot is wrong, whatever is in the cart'
);
select throws_ok($$select * from plan_of('PICKUP')$$, 'MS400', 'VALIDATION_ERROR', 'so is one without a branch');
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
    $$select * from plan_of('DELIVERY')$$, 'MS400', 'VALIDATION_ERROR', 'a delivery needs a slot'
);
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
select throws_ok($$select * from plan_of('PICKUP')$$, 'MS400', 'VALIDATION_ERROR', 'a pickup needs a branch');
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
-- The next full hour is 23:00 at the latest: before these opening hours, and behind those.
update store.settings set delivery_start_time = '23:58', delivery_end_time = '23:59';
select is(
    (select (pickup_starts_at at time zone 'Asia/Jerusalem')::time from plan_of('PICKUP', p_branch => id('branch'))),
    '23:58'::time, 'without a wish nobody is sent before the shop opens'
);
update store.settings set delivery_start_time = '00:00', delivery_end_time = '00:01';
select results_eq(
    $$select pickup_starts_at from plan_of('PICKUP', p_branch => id('branch'))$$,
    $$
        select (
            case when h.hour::time = '00:00' then h.hour else h.hour::date + 1 end
        ) at time zone 'Asia/Jerusalem'
        from (select date_trunc('hour', store.local_now() + interval '2 hours') as hour) as h
    $$,
    'nor after it has closed'
);

-- the cart
update store.products set is_active = false where product_id = id('milk');
select throws_ok(
    $$select * from plan_of('PICKUP', p_branch => id('branch'))$$, 'MS409', 'PRODUCT_UNAVAILABLE',
    'a product that is no longer sold is told'
);

select * from finish();

rollback;
