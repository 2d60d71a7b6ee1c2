begin;
\ir ../fixture.psql

select plan(3);

insert into fixture
select 'load', load(jsonb_build_array(
    load_row('branch', 'milk', 5), load_row('branch', 'bread', 6), load_row('branch', 'milk', 7, '{"error_code": "DUPLICATE_ROW"}'),
    load_row('warehouse', 'milk', 5)
));
select store.inventory_load_mark(opened(id('load'), 'x'), 5, array[id('branch'), id('warehouse')], array[id('milk'), id('bread')]);
select results_eq(
    $$select line from api.inventory_load_rows where is_new$$, $$values (2)$$, 'the rows of these pairs, but for what is refused'
);

select store.inventory_load_mark(opened(id('load'), 'x'), 5, null, null);
select is((select count(*) from api.inventory_load_rows where is_new), 1::bigint, 'of no pair none');

select store.inventory_load_mark(opened(id('load'), 'x'), 4, array[id('warehouse')], array[id('milk')]);
select is((select count(*) from api.inventory_load_rows where is_new), 1::bigint, 'behind the step none');

select * from finish();
rollback;
