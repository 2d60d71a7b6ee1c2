begin;
\ir ../fixture.psql

select plan(2);

insert into fixture
select 'load', load(jsonb_build_array(
    load_row('branch', 'milk', 5), load_row('branch', 'bread', 6), load_row('branch', 'milk', 7), load_row('branch', 'milk', 8),
    load_row('branch', 'milk', 9) || '{"branch_id": 9223372036854775807}', load_row('branch', 'milk', 9) || '{"product_id": 9223372036854775807}',
    load_row('warehouse', 'milk', 5)
));
-- Another file's rows are nobody's here.
select load(jsonb_build_array(load_row('branch', 'bread', 6)));
select store.inventory_load_check(id('load'));

select results_eq(
    $$select line, error_code from api.inventory_load_rows where inventory_load_id = id('load') order by line$$,
    $$
        values
            (2, null), (3, null), (4, 'DUPLICATE_ROW'), (5, 'DUPLICATE_ROW'), (6, 'BRANCH_NOT_FOUND'), (7, 'PRODUCT_NOT_FOUND'),
            (8, null)
    $$,
    'the first of a pair stands, what is nowhere does not'
);
select results_eq(
    $$select error_details::jsonb from api.inventory_load_rows where inventory_load_id = id('load') and error_code is not null order by line$$,
    $$
        values
            ('{"first_row": 2}'::jsonb), ('{"first_row": 2}'), ('{"branch_id": 9223372036854775807}'),
            ('{"product_id": 9223372036854775807}')
    $$,
    'each says why'
);

select * from finish();
rollback;
