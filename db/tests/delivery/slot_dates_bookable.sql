begin;
\ir ../fixture.psql

select plan(9);

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

select * from finish();

rollback;
