begin;
\ir ../fixture.psql
\ir life.psql

select plan(24);

-- happy path: a customer, before anybody has begun
select on_hand('warehouse', 'milk') as milk, on_hand('warehouse', 'bread') as bread into temporary table before;
insert into fixture values ('order', ordered('customer', 'o'));
select is((select sum(booked)::integer from store.slot_dates), 1, 'an order has its place');
select is(api.order_cancel(id('customer'), id('order')) #>> '{data,status}', 'CANCELED', 'its customer cancels it');
select is(books('order'), 'due 0.00, vat 0.00, back 55.80, taken 55.80', 'all of the money goes back, the fee among it');
select is((select sum(booked)::integer from store.slot_dates), 0, 'the place is free');
select results_eq(
    $$select on_hand('warehouse', 'milk'), on_hand('warehouse', 'bread')$$, 'select milk, bread from before', 'the goods are on their shelves'
);
select is((select count(*)::integer from store.outbox where kind = 'refund'), 1, 'the refund is on its way');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- refusals
select throws_ok(
    $$select api.order_cancel(id('customer'), id('order'))$$, 'MS409', 'INVALID_STATUS_TRANSITION', 'what is canceled is not canceled again'
);
select throws_ok($$select api.order_cancel(id('other'), id('order'))$$, 'MS404', 'ORDER_NOT_FOUND', 'somebody else''s is not found');
select throws_ok($$select api.order_cancel(id('employee'), id('order'))$$, 'MS403', 'FORBIDDEN', 'employees cancel nothing');
insert into fixture values ('begun', ordered('customer', 'b'));
select bring('begun', 'IN_PROGRESS missing');
select is(
    details($$select api.order_cancel(id('customer'), id('begun'))$$) - 'reason', '{"from": "IN_PROGRESS", "to": "CANCELED"}',
    'a customer does not cancel what somebody has begun'
);

-- a manager, while it is picked: what is not there does not come back
select api.refund_create(id('manager'), id('begun'), 5, 'late');
select is(api.order_cancel(id('manager'), id('begun')) #>> '{data,status}', 'CANCELED', 'a manager does');
select is(books('begun'), 'due 0.00, vat 0.00, back 5.00+50.80, taken 55.80', 'what was given before is not given again');
select results_eq(
    $$select on_hand('warehouse', 'milk'), on_hand('warehouse', 'bread')$$, 'select milk, bread - 1 from before', 'the bread is not there'
);
select throws_ok(
    $$select api.refund_create(id('manager'), id('begun'), 0.01, 'more')$$, 'MS409', 'REFUND_EXCEEDS_PAYMENT', 'nothing more can go back'
);

-- after what was missing has gone back
insert into fixture values ('ready', ordered('customer', 'r'));
select bring('ready', 'MISSING'), set('manager', 'ready', 'READY'), api.order_cancel(id('manager'), id('ready'));
select is(books('ready'), 'due 0.00, vat 0.00, back 12.90+42.90, taken 55.80', 'what went back already does not go back again');
select results_eq(
    $$select on_hand('warehouse', 'milk'), on_hand('warehouse', 'bread')$$, 'select milk, bread - 2 from before', 'nor what was not there'
);
select is((select sum(booked)::integer from store.slot_dates), 0, 'no place is given back twice');

-- held money
insert into fixture values ('held', held('customer', 'h'));
select api.order_cancel(id('customer'), id('held'));
select is(books('held'), 'due 0.00, vat 0.00, back nothing, taken 0.00', 'held money is let go');
insert into fixture values ('taken', held('customer', 't'));
select bring('taken', 'READY'), api.order_cancel(id('manager'), id('taken'));
select is(books('taken'), 'due 0.00, vat 0.00, back nothing, taken 55.80', 'while it is taken nobody knows');
select api.capture_complete(max(capture_id), 5580) from store.captures;
select is(books('taken'), 'due 0.00, vat 0.00, back 55.80, taken 55.80', 'when it is, it goes back');

-- a pickup's hour
update store.branches set pickup_capacity = 1 where branch_id = id('branch');
insert into fixture values ('pickup', pickup('other', 'p1', (store.local_now()::date + 1 + time '10:00') at time zone 'Asia/Jerusalem'));
select throws_ok(
    $$select pickup('customer', 'p2', (store.local_now()::date + 1 + time '10:00') at time zone 'Asia/Jerusalem')$$, 'MS409', 'SLOT_FULL',
    'an hour is full'
);
select api.order_cancel(id('other'), id('pickup'));
select lives_ok(
    $$select pickup('customer', 'p2', (store.local_now()::date + 1 + time '10:00') at time zone 'Asia/Jerusalem')$$,
    'and free when its order is canceled'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
