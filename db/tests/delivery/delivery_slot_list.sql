begin;
\ir ../fixture.psql

select plan(9);

select is(api.delivery_slot_list() #>> '{pagination,total}', '7', 'a window a day');
select is(
    json_array_length(api.delivery_slot_list(p_day_of_week => 3) -> 'data'), 1, 'those of one week day'
);
select is(
    api.delivery_slot_list(
        p_day_of_week => extract(dow from store.local_now()::date + 1)::integer,
        p_date_to => store.local_now()::date + 1
    )::jsonb #> '{data,0,dates}',
    jsonb_build_array(jsonb_build_object('date', store.local_now()::date + 1, 'remaining', 2)),
    'with the dates that can be booked'
);
select is(
    (
        select string_agg(s ->> 'day_of_week', '' order by place)
        from json_array_elements(api.delivery_slot_list() -> 'data') with ordinality as u (s, place)
    ),
    '0123456', 'through the week'
);
select is(
    api.delivery_slot_list(p_limit => 2, p_offset => 5)::jsonb #> '{data,1,day_of_week}', '6', 'page by page'
);
select is(api.delivery_slot_list(p_offset => 7)::jsonb -> 'data', '[]', 'a page behind the end is empty');
select locked_attempt('customer');
select is(
    api.delivery_slot_list(p_day_of_week => extract(dow from store.local_now()::date + 1)::integer)
        #>> '{data,0,dates,0,remaining}',
    '1', 'a booking takes a place'
);
select is(
    api.delivery_slot_list(p_date_from => '2020-01-01', p_date_to => '2020-01-31')::jsonb #> '{data,0,dates}', '[]',
    'the past cannot be booked'
);

insert into store.delivery_slots (branch_id, day_of_week, start_time, end_time, capacity) values (id('branch'), 0, '10:00', '12:00', 1);
select is(
    api.delivery_slot_list(p_day_of_week => 0) #>> '{pagination,total}', '1', 'what is not at the warehouse is not offered'
);

select * from finish();

rollback;
