begin;
\ir ../fixture.psql

select plan(13);

select results_eq(
    $$select slot_date, remaining from store.slot_dates_bookable(array[id('slot')])$$,
    $$values (store.local_now()::date + 1, 2), (store.local_now()::date + 8, 2)$$,
    'the dates inside the booking horizon, in order, with the places left'
);
select results_eq(
    $$select slot_date from store.slot_dates_bookable(array[id('slot')], store.local_now()::date + 2)$$,
    $$values (store.local_now()::date + 8)$$, 'from a date on'
);
select results_eq(
    $$
        select delivery_slot_id
        from store.slot_dates_bookable(
            array[
                id('slot'),
                id('slot ' || extract(dow from store.local_now()::date + 2)),
                id('slot ' || extract(dow from store.local_now()::date + 3))
            ],
            store.local_now()::date + 1,
            store.local_now()::date + 2
        )
        order by slot_date
    $$,
    $$values (id('slot')), (id('slot ' || extract(dow from store.local_now()::date + 2)))$$,
    'of several slots, each on its own week day'
);
update store.settings set booking_horizon_days = 3;
select is((select count(*)::integer from store.slot_dates_bookable(array[id('slot')])), 1, 'not behind the horizon');
insert into store.slot_dates (delivery_slot_id, slot_date, capacity, booked)
values (id('slot'), store.local_now()::date + 1, 2, 2);
select is_empty($$select slot_date, remaining from store.slot_dates_bookable(array[id('slot')])$$, 'not when it is full');
update store.settings set booking_horizon_days = 14;
update store.delivery_slots set is_active = false;
select is_empty($$select slot_date, remaining from store.slot_dates_bookable(array[id('slot')])$$, 'not when the slot is inactive');
update store.delivery_slots set is_active = true;
update store.settings set delivery_start_time = '10:01';
select is_empty($$select slot_date from store.slot_dates_bookable(array[id('slot')])$$, 'not when it begins before the shop opens');
update store.settings set delivery_start_time = '00:00', delivery_end_time = '11:59';
select is_empty($$select slot_date from store.slot_dates_bookable(array[id('slot')])$$, 'not when it ends after the shop has closed');
update store.settings set delivery_end_time = '22:00';
update store.delivery_slots set start_time = '00:00';
select is_empty(
    $$
        select * from store.slot_dates_bookable(
            array[id('slot ' || extract(dow from store.local_now()))], store.local_now()::date, store.local_now()::date
        )
    $$,
    'not when it has begun'
);

-- the cut-off, which is minutes that pass, also on the days of 23 and 25 hours: Friday 2026-03-27 and Sunday 2026-10-25 in Jerusalem
update store.delivery_slots set start_time = '04:00', end_time = '06:00';
update store.settings set delivery_start_time = '00:00', booking_cutoff_minutes = 120;
create function tap.first_date(p_slot text, p_now timestamptz) returns date language sql stable
return (select min(slot_date) from store.slot_dates_bookable(array[id(p_slot)], p_now => p_now));
select is(first_date('slot 5', '2026-03-27 01:00+02'), '2026-03-27', 'two hours before it begins a window can be booked');
select is(first_date('slot 5', '2026-03-27 01:00:01+02'), '2026-04-03', 'a second later it cannot: clocks skip an hour, and four is two hours away');
select is(first_date('slot 0', '2026-10-25 02:00+02'), '2026-10-25', 'the hour that comes twice counts twice');
select is(first_date('slot 0', '2026-10-25 02:00:01+02'), '2026-11-01', 'and no more than that');

select * from finish();

rollback;
