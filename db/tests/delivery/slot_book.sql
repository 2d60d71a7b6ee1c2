begin;
\ir ../fixture.psql

select plan(4);

-- happy path
select is(
    store.slot_book(id('slot'), store.local_now()::date + 1), store.slot_book(id('slot'), store.local_now()::date + 1),
    'two bookings share the row of the date'
);
select is((select booked from store.slot_dates), 2, 'each takes a place');

-- errors
select throws_ok(
    $$select store.slot_book(id('slot'), store.local_now()::date + 1)$$, 'MS409', 'SLOT_FULL', 'there are no more than the capacity'
);

-- side effects
update store.delivery_slots set capacity = 5;
select throws_ok(
    $$select store.slot_book(id('slot'), store.local_now()::date + 1)$$, 'MS409', 'SLOT_FULL',
    'a date keeps the capacity that it was made with'
);

select * from finish();

rollback;
