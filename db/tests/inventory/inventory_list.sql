begin;
\ir ../fixture.psql

select plan(10);

create function tap.rows(p_list json) returns text
    language sql stable
return (select string_agg((j ->> 'branch_name') || ' ' || (j ->> 'product_name'), ', ' order by n) from json_array_elements(p_list -> 'data') with ordinality as x (j, n));

update store.inventory set reorder_point = 10 where product_id = id('milk');
update store.inventory set reorder_point = 9 where product_id = id('bread');

-- happy path
select is(
    rows(api.inventory_list(id('manager'))),
    'warehouse milk, warehouse bread, warehouse rare cake, branch milk, branch bread, branch rare cake', 'by branch and product'
);
select is(rows(api.inventory_list(id('manager'), p_branch_id => id('branch'))), 'branch milk, branch bread, branch rare cake', 'of one branch');
select is(rows(api.inventory_list(id('manager'), p_product_id => id('bread'))), 'warehouse bread, branch bread', 'of one product');
select is(rows(api.inventory_list(id('manager'), p_low_stock => true)), 'warehouse milk, branch milk', 'what is at its reorder point is low');
select is(
    rows(api.inventory_list(id('manager'), id('branch'), p_low_stock => false)), 'branch bread, branch rare cake', 'the others are not'
);
select locked_attempt('customer');
select is(
    rows(api.inventory_list(id('manager'), id('warehouse'), p_low_stock => true)), 'warehouse milk, warehouse bread',
    'what is reserved is not available'
);
select is(
    api.inventory_list(id('manager'), p_limit => 1, p_offset => 1) ->> 'pagination', '{"total":6,"limit":1,"offset":1,"has_next":true}',
    'page by page'
);
update store.products set is_active = false where product_id = id('milk');
select is(api.inventory_list(id('manager'), id('branch'), id('milk')) #>> '{pagination,total}', '1', 'what is not sold any more is still on the shelf');

-- refusals
select throws_ok($$select api.inventory_list(id('employee'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.inventory_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select * from finish();

rollback;
