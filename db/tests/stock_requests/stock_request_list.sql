begin;
\ir ../fixture.psql
\ir requests.psql

select plan(8);

select ask('one', 'employee', 'SET_QUANTITY', 12), ask('two', 'manager', 'SET_QUANTITY', 13, 'bread'), ask('three', 'employee', 'ADD_QUANTITY', 1, 'milk', 'warehouse');
select api.stock_request_cancel(id('employee'), id('one'));

create function tap.listed(p_status text default null, p_branch_id bigint default null, p_product_id bigint default null) returns bigint[]
    language sql stable
return (
    select array_agg((j ->> 'id')::bigint order by n)
    from json_array_elements(api.stock_request_list(tap.id('manager'), p_status, p_branch_id, p_product_id) -> 'data') with ordinality as x (j, n)
);

select is(listed(), array[id('three'), id('two'), id('one')], 'everybody''s, the newest first');
select is(listed('PENDING'), array[id('three'), id('two')], 'by status');
select is(listed(p_branch_id => id('branch')), array[id('two'), id('one')], 'by branch');
select is(listed(p_product_id => id('milk')), array[id('three'), id('one')], 'by product');
select is(listed('PENDING', id('warehouse'), id('bread')), null, 'by all of them');
select is(
    api.stock_request_list(id('admin'), p_limit => 2, p_offset => 2) ->> 'pagination',
    '{"total":3,"limit":2,"offset":2,"has_next":false}', 'page by page'
);
select throws_ok($$select api.stock_request_list(id('employee'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.stock_request_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select * from finish();

rollback;
