begin;
\ir ../fixture.psql
\ir requests.psql

select plan(6);

select ask('one', 'employee', 'SET_QUANTITY', 12), ask('two', 'manager', 'SET_QUANTITY', 13), ask('three', 'employee', 'ADD_QUANTITY', 1);
select api.stock_request_cancel(id('employee'), id('one'));

create function tap.mine(p_person text, p_status text default null) returns bigint[]
    language sql stable
return (select array_agg((j ->> 'id')::bigint order by n) from json_array_elements(api.stock_request_mine(tap.id(p_person), p_status) -> 'data') with ordinality as x (j, n));

select is(mine('employee'), array[id('three'), id('one')], 'one''s own, the newest first');
select is(mine('employee', 'CANCELED'), array[id('one')], 'by status');
select is(mine('manager'), array[id('two')], 'a manager''s own');
select is(mine('admin'), null, 'or none');
select is(
    api.stock_request_mine(id('employee'), p_limit => 1) ->> 'pagination', '{"total":2,"limit":1,"offset":0,"has_next":true}', 'page by page'
);
select throws_ok($$select mine('customer')$$, 'MS403', 'FORBIDDEN', 'a customer may not');

select * from finish();

rollback;
