begin;
\ir ../fixture.psql

select plan(13);

create temporary table answer on commit drop as
select api.delivery_slot_create(id('manager'), 3, '12:00', '14:00', 5)::jsonb -> 'data' as slot;

select is(
    (select slot - '{id,created_at,updated_at}'::text[] from answer),
    jsonb_build_object(
        'branch_id', id('warehouse'), 'day_of_week', 3, 'start_time', '12:00', 'end_time', '14:00', 'capacity', 5, 'is_active', true
    ),
    'a window is made, at the warehouse'
);
select is(
    api.delivery_slot_list(p_day_of_week => 3) #>> '{data,1,id}', (select slot ->> 'id' from answer), 'customers are shown it at once'
);
select is(
    api.delivery_slot_create(id('manager'), 4, '10:00', '12:00', 5, id('warehouse'), false)::jsonb #> '{data,is_active}', 'false',
    'one that is not offered may lie where another is'
);

-- refusals
select throws_ok(
    $$select api.delivery_slot_create(id('manager'), 3, '13:00', '15:00', 5)$$, 'MS409', 'SLOT_OVERLAP', 'one across another is refused'
);
select throws_ok(
    $$select api.delivery_slot_create(id('manager'), 3, '14:00', '15:00', 5)$$, 'MS400', 'VALIDATION_ERROR', 'one of another length'
);
select throws_ok(
    $$select api.delivery_slot_create(id('manager'), 3, '14:00', '16:00', 5, id('branch'))$$, 'MS400', 'VALIDATION_ERROR',
    'one that is not at the warehouse'
);
select throws_ok(
    $$select api.delivery_slot_create(id('manager'), 3, '14:00', '16:00', 5, -1)$$, 'MS404', 'BRANCH_NOT_FOUND', 'one of no branch'
);
select throws_ok(
    $$select api.delivery_slot_create(id('manager'), 3, '14:00', '16:00', 0)$$, '23514', null, 'one without a place'
);
select throws_ok(
    $$
        insert into store.delivery_slots (branch_id, day_of_week, start_time, end_time, capacity)
        values (id('warehouse'), 3, '13:59', '15:00', 1)
    $$,
    '23P01', null, 'and no two lie across each other, whoever writes'
);
select throws_ok($$select api.delivery_slot_create(id('customer'), 3, '14:00', '16:00', 5)$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.delivery_slot_create(id('employee'), 3, '14:00', '16:00', 5)$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.delivery_slot_create(-1, 3, '14:00', '16:00', 5)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select e.new_value ->> 'capacity'
        from audit.entries as e
        where e.entity_type = 'delivery_slots'
            and e.entity_id = (select (slot ->> 'id')::bigint from answer)
            and e.action = 'INSERT'
            and e.source = 'api.delivery_slot_create'
            and e.actor_user_id = id('manager')
    ),
    '5', 'it is audited with its actor'
);

select * from finish();

rollback;
