begin;
\ir ../fixture.psql

select plan(13);

-- The window of another hour of the same day.
create function tap.checked(
    p_start time, p_end time, p_branch text default 'warehouse', p_active boolean default true, p_id bigint default null
)
    returns text
    language plpgsql volatile
as $$
declare
    v_slot store.delivery_slots;
begin
    v_slot.delivery_slot_id := p_id;
    v_slot.branch_id := case when p_branch = 'none' then -1 else tap.id(p_branch) end;
    v_slot.day_of_week := 3;
    v_slot.start_time := p_start;
    v_slot.end_time := p_end;
    v_slot.is_active := p_active;
    perform store.delivery_slot_check(v_slot);

    return 'ok';
end;
$$;

select is(checked('12:00', '14:00'), 'ok', 'a window that begins when another ends is right');
select is(checked('08:00', '10:00'), 'ok', 'and one that ends when another begins');
select is(checked('11:00', '13:00', p_active => false), 'ok', 'one that is not offered lies across nothing');
select is(checked('11:00', '13:00', p_id => id('slot 3')), 'ok', 'nor does one across itself');
update store.settings set delivery_end_time = '24:00';
select is(checked('22:00', '24:00'), 'ok', 'it may end at midnight');
update store.settings set delivery_end_time = '22:00';

-- refusals
select throws_ok($$select checked('11:00', '13:00')$$, 'MS409', 'SLOT_OVERLAP', 'one across another is refused');
select is(
    details($$select checked('09:00', '11:00')$$), jsonb_build_object('delivery_slot_id', id('slot 3')), 'which is named'
);
select throws_ok($$select checked('12:00', '14:00', 'none')$$, 'MS404', 'BRANCH_NOT_FOUND', 'so is one of no branch');
select is(
    details($$select checked('12:00', '14:00', 'branch')$$) #>> '{errors,0,field}', 'branch_id', 'one that is not at the warehouse'
);
select is(
    details($$select checked('12:00', '15:00')$$),
    '{"errors": [{"field": "end_time", "message": "must be start_time and 2 h"}]}', 'one of another length'
);
select is(
    details($$select checked('14:00', '12:00')$$),
    '{"errors": [{"field": "end_time", "message": "must be after start_time"}]}', 'one that ends before it begins'
);
select is(
    details($$select checked('05:00', '07:00')$$),
    '{"errors": [{"field": "start_time", "message": "must not be before 06:00"}]}', 'one before the shop opens'
);
select is(
    jsonb_path_query_array(details($$select checked('21:00', '22:30', 'branch')$$), '$.errors[*].message'),
    '[
        "must be the warehouse: all deliveries come from there", "must not be after 22:00", "must be start_time and 2 h"
    ]',
    'and all that is wrong is told at once'
);

select * from finish();

rollback;
