begin;
\ir ../fixture.psql

select plan(5);

select is(api.product_get(id('milk')) #>> '{data,sku}', 'DAI-1', 'a product is found by id');
select is(
    api.product_get(id('milk'), id('branch')) #>> '{data,branch_available_quantity}', '10', 'with the stock of one branch'
);
select throws_ok('select api.product_get(-1)', 'MS404', 'PRODUCT_NOT_FOUND', 'an unknown one is not');
update store.categories set is_active = false where category_id = id('dairy');
select throws_ok(
    $$select api.product_get(id('milk'))$$, 'MS404', 'PRODUCT_NOT_FOUND', 'nor is one in an inactive category'
);
update store.products set is_active = false where product_id = id('bread');
select throws_ok($$select api.product_get(id('bread'))$$, 'MS404', 'PRODUCT_NOT_FOUND', 'nor an inactive one');

select * from finish();

rollback;
