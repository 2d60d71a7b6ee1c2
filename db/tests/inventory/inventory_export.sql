begin;
\ir ../fixture.psql

select plan(5);

update store.inventory set reserved = 3, reorder_point = 2 where branch_id = id('branch') and product_id = id('milk');

-- happy path
select results_eq(
    $$select * from api.inventory_export(id('manager'), id('branch')) where product_id = id('milk')$$,
    $$values (id('branch'), id('milk'), 10, 2, 3, 7, 'branch', 'milk', 'DAI-1')$$, 'a shelf with its figures and its names'
);
select results_eq(
    $$select branch_id, product_id from api.inventory_export(id('manager'))$$,
    $$select branch_id, product_id from store.inventory order by branch_id, product_id$$, 'all of them, by branch and product'
);
select is_empty($$select * from api.inventory_export(id('manager'), -1)$$, 'of no branch none');

-- refusals
select throws_ok($$select * from api.inventory_export(id('employee'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select * from api.inventory_export(id('customer'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select * from finish();
rollback;
