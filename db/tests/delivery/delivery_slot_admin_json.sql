begin;
\ir ../fixture.psql

select plan(2);

select is(
    (select store.delivery_slot_admin_json(s)::jsonb from store.delivery_slots as s where s.delivery_slot_id = id('slot 3')),
    (
        select jsonb_build_object(
            'id', s.delivery_slot_id, 'branch_id', id('warehouse'), 'day_of_week', 3, 'start_time', '10:00', 'end_time', '12:00',
            'capacity', 2, 'is_active', true, 'created_at', store.rfc3339(s.created_at), 'updated_at', store.rfc3339(s.updated_at)
        )
        from store.delivery_slots as s
        where s.delivery_slot_id = id('slot 3')
    ),
    'all of a window'
);
update store.delivery_slots set start_time = '22:00', end_time = '24:00' where delivery_slot_id = id('slot 3');
select is(
    (select store.delivery_slot_admin_json(s) ->> 'end_time' from store.delivery_slots as s where s.delivery_slot_id = id('slot 3')),
    '24:00', 'midnight is the end of a day'
);

select * from finish();

rollback;
