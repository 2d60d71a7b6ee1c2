begin;
\ir ../fixture.psql
\ir life.psql

select plan(13);

select plenty();
insert into fixture values ('delivery', ordered('customer', 'd'));
insert into fixture values ('early', pickup('other', 'e', (store.local_now()::date + 1 + time '09:00') at time zone 'Asia/Jerusalem'));
insert into fixture values ('week', pickup('other', 'w', (store.local_now()::date + 5 + time '09:00') at time zone 'Asia/Jerusalem'));
insert into fixture values ('over', pickup('other', 'o', (store.local_now()::date + 1 + time '09:00') at time zone 'Asia/Jerusalem'));
select bring('over', 'DELIVERED'), api.order_claim(id('second'), id('week'));

create function tap.listed(
    p_status text default null, p_branch text default null, p_from integer default null, p_to integer default null,
    p_assigned text default null, p_limit integer default 50, p_offset integer default 0
)
    returns text
    language sql stable
return (
    select string_agg(f.name, ' ' order by n)
    from json_array_elements(
        api.order_ops_list(
            tap.id('employee'), p_status, (select f.id from pg_temp.fixture as f where f.name = p_branch),
            store.local_now()::date + p_from, store.local_now()::date + p_to,
            (select f.id from pg_temp.fixture as f where f.name = p_assigned), p_limit, p_offset
        ) -> 'data'
    ) with ordinality as o (o, n)
    join pg_temp.fixture as f on f.id = (o ->> 'id')::bigint and f.name in ('delivery', 'early', 'week', 'over')
);

-- happy path
select is(listed(), 'early delivery week', 'what is not over, the most urgent first');
select is(listed('DELIVERED'), 'over', 'what is over by its status');
select is(listed('CREATED'), 'early delivery', 'and any other status');
select is(listed(p_branch => 'warehouse'), 'delivery', 'of a branch');
select is(listed(p_from => 2), 'week', 'from a day of the window on');
select is(listed(p_to => 4), 'early delivery', 'to a day, which is in it');
select is(listed(p_from => 5, p_to => 5), 'week', 'of one day');
select is(listed(p_assigned => 'second'), 'week', 'of one picker');
select is(listed(p_limit => 1, p_offset => 1), 'delivery', 'a page keeps the order');
select is(
    (api.order_ops_list(id('employee'), p_limit => 1) -> 'pagination')::jsonb,
    '{"total": 3, "limit": 1, "offset": 0, "has_next": true}', 'and knows how many there are'
);
select is(
    api.order_ops_list(id('employee'), p_limit => 1) #>> '{data,0,urgency}' is not null
        and json_array_length(api.order_ops_list(id('employee'), p_limit => 1) #> '{data,0,items}') = 2,
    true, 'each with its items and how urgent it is'
);

-- refusals
select throws_ok(
    $$select api.order_ops_list(id('employee'), p_date_from => '2026-01-02', p_date_to => '2026-01-01')$$, 'MS400', 'VALIDATION_ERROR',
    'no days backwards'
);
select throws_ok($$select api.order_ops_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'customers see no queue');

select * from finish();

rollback;
