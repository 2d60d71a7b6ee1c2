begin;
\ir ../fixture.psql

select plan(9);

update store.delivery_slots set is_active = false where day_of_week = 2;
insert into store.delivery_slots (branch_id, day_of_week, start_time, end_time, capacity) values (id('branch'), 0, '08:00', '10:00', 1);

select is(
    (
        select string_agg(s ->> 'day_of_week', '' order by place)
        from json_array_elements(api.delivery_slot_admin_list(id('manager')) -> 'data') with ordinality as u (s, place)
    ),
    '01234560', 'all of them by branch and through the week, inactive ones too'
);
select is(api.delivery_slot_admin_list(id('manager'), p_branch_id => id('branch')) #>> '{pagination,total}', '1', 'those of a branch');
select is(api.delivery_slot_admin_list(id('manager'), p_day_of_week => 0) #>> '{pagination,total}', '2', 'of a week day');
select is(api.delivery_slot_admin_list(id('manager'), p_is_active => false) #>> '{data,0,day_of_week}', '2', 'the inactive ones');
select is(api.delivery_slot_admin_list(id('manager'), p_is_active => true) #>> '{pagination,total}', '7', 'the active ones');
select is(
    api.delivery_slot_admin_list(id('manager'), p_limit => 2, p_offset => 6)::jsonb #> '{data,1,branch_id}', to_jsonb(id('branch')),
    'page by page'
);

-- refusals
select throws_ok($$select api.delivery_slot_admin_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.delivery_slot_admin_list(id('employee'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.delivery_slot_admin_list(-1)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
