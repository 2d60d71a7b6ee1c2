begin;
\ir ../fixture.psql

select plan(22);

insert into fixture select 'attempt', locked_attempt('customer');

-- one with a booking
select is(
    api.delivery_slot_update(id('manager'), id('slot'), p_capacity => 7)::jsonb #> '{data,capacity}', '7', 'a window gets more places'
);
select is(
    (select d.capacity from store.slot_dates as d where d.delivery_slot_id = id('slot')), 7, 'on the dates that have bookings too'
);
select is(
    api.delivery_slot_update(id('manager'), id('slot'), p_capacity => 1)::jsonb #> '{data,capacity}', '1',
    'or as few as are booked'
);
update store.slot_dates set capacity = 3, booked = 3;
insert into store.slot_dates (delivery_slot_id, slot_date, capacity, booked)
values (id('slot'), store.local_now()::date - 6, 9, 9), (id('slot'), store.local_now()::date + 8, 3, 1);
select throws_ok(
    $$select api.delivery_slot_update(id('manager'), id('slot'), p_capacity => 2)$$, 'MS409', 'BELOW_BOOKED', 'not fewer'
);
select is(
    details($$select api.delivery_slot_update(id('manager'), id('slot'), p_capacity => 2)$$),
    jsonb_build_object(
        'capacity', 2, 'dates', jsonb_build_array(jsonb_build_object('date', store.local_now()::date + 1, 'booked', 3))
    ),
    'with the figures of the dates that have more'
);
select throws_ok(
    $$select api.delivery_slot_update(id('manager'), id('slot'), p_start_time => '12:00', p_end_time => '14:00')$$,
    'MS409', 'SLOT_BOOKED', 'it does not move'
);
select is(
    details($$select api.delivery_slot_update(id('manager'), id('slot'), p_start_time => '12:00', p_end_time => '14:00')$$),
    jsonb_build_object(
        'dates', jsonb_build_array(
            jsonb_build_object('date', store.local_now()::date + 1, 'booked', 3),
            jsonb_build_object('date', store.local_now()::date + 8, 'booked', 1)
        )
    ),
    'with the dates'
);
select is(
    api.delivery_slot_update(id('manager'), id('slot'), p_start_time => '10:00', p_capacity => 4)::jsonb #> '{data,capacity}', '4',
    'to be told what it is does not move it'
);
select results_eq(
    $$select d.capacity from store.slot_dates as d where d.delivery_slot_id = id('slot') order by d.slot_date$$, 'values (9), (4), (4)',
    'the past keeps what it had'
);

-- one without
insert into fixture select 'free', id('slot ' || extract(dow from store.local_now()::date + 3));
select is(
    api.delivery_slot_update(id('manager'), id('free'), p_start_time => '12:00', p_end_time => '14:00')::jsonb #>> '{data,start_time}',
    '12:00', 'a window without bookings moves'
);
update store.settings set delivery_slot_hours = 3;
select is(
    api.delivery_slot_update(id('manager'), id('free'), p_capacity => 8)::jsonb #> '{data,capacity}', '8',
    'one that was made under other settings still gets more places'
);
select throws_ok(
    $$select api.delivery_slot_update(id('manager'), id('free'), p_start_time => '13:00', p_end_time => '15:00')$$,
    'MS400', 'VALIDATION_ERROR', 'but moves only to where one could be made'
);
update store.settings set delivery_slot_hours = 2;
select throws_ok(
    $$
        select api.delivery_slot_update(
            id('manager'), id('free'), p_day_of_week => extract(dow from store.local_now()::date + 2)::integer,
            p_start_time => '11:00', p_end_time => '13:00'
        )
    $$,
    'MS409', 'SLOT_OVERLAP', 'and not across another'
);
select throws_ok(
    $$select api.delivery_slot_update(id('manager'), id('free'), p_branch_id => id('branch'))$$, 'MS400', 'VALIDATION_ERROR',
    'nor to a branch that delivers nothing'
);
update store.branches set is_warehouse = false where branch_id = id('warehouse');
update store.branches set is_warehouse = true where branch_id = id('branch');
select is(
    api.delivery_slot_update(id('manager'), id('free'), p_branch_id => id('branch'))::jsonb #>> '{data,branch_id}', id('branch')::text,
    'it follows the warehouse'
);

-- refusals
select throws_ok(
    $$select api.delivery_slot_update(id('manager'), -1, p_capacity => 1)$$, 'MS404', 'DELIVERY_SLOT_NOT_FOUND',
    'one that is not there is not found'
);
select throws_ok(
    $$select api.delivery_slot_update(id('manager'), id('free'), p_branch_id => -1)$$, 'MS404', 'BRANCH_NOT_FOUND', 'nor is a branch'
);
select throws_ok($$select api.delivery_slot_update(id('customer'), id('free'), p_capacity => 1)$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.delivery_slot_update(id('employee'), id('free'), p_capacity => 1)$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.delivery_slot_update(-1, id('free'), p_capacity => 1)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select count(distinct e.entity_type)
        from audit.entries as e
        where e.entity_type in ('delivery_slots', 'slot_dates')
            and e.source = 'api.delivery_slot_update'
            and e.actor_user_id = id('manager')
            and e.new_value ->> 'capacity' = '7'
    ),
    2::bigint, 'the window and its dates are audited with the actor'
);
select is(
    (select count(*) from store.slot_dates where booked > capacity), 0::bigint, 'no date has more bookings than places'
);

select * from finish();

rollback;
