begin;
\ir ../fixture.psql

select plan(2);

delete from store.inventory_movements where branch_id = id('branch') and product_id = id('rare cake');
delete from store.inventory where branch_id = id('branch') and product_id = id('rare cake');
update store.inventory set reserved = 3 where branch_id = id('branch') and product_id = id('milk');

insert into fixture
select 'load', load(jsonb_build_array(
    load_row('branch', 'milk', 2), load_row('branch', 'bread', 6, '{"expected_on_hand": 9}'),
    load_row('warehouse', 'bread', 6, '{"expected_on_hand": 10}'), load_row('branch', 'rare cake', 1, '{"expected_on_hand": 2}'),
    load_row('warehouse', 'milk', 0), load_row('warehouse', 'milk', 1, '{"error_code": "DUPLICATE_ROW", "expected_on_hand": 5}')
));
select store.inventory_load_compare(opened(id('load'), 'x'), 7);

select results_eq(
    $$select line, error_code from api.inventory_load_rows where inventory_load_id = id('load') order by line$$,
    $$
        values
            (2, 'BELOW_RESERVED'), (3, 'STALE_STOCK'), (4, null), (5, 'STALE_STOCK'), (6, null), (7, 'DUPLICATE_ROW')
    $$,
    'never below what is reserved, never from another figure; what is refused stays refused for its reason'
);
select results_eq(
    $$
        select error_details::jsonb from api.inventory_load_rows
        where inventory_load_id = id('load') and error_code in ('STALE_STOCK', 'BELOW_RESERVED') order by line
    $$,
    $$
        values
            ('{"on_hand": 10, "reserved": 3, "requested_on_hand": 2}'::jsonb), ('{"expected_on_hand": 9, "on_hand": 10}'),
            ('{"expected_on_hand": 2, "on_hand": 0}')
    $$,
    'with the figures'
);

select * from finish();
rollback;
