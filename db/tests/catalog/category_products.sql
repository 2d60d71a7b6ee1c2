begin;
\ir ../fixture.psql

select plan(3);

select is(
    api.category_products(id('bakery'), p_sort => 'price_desc') #>> '{data,0,name}', 'rare cake', 'the products of a category'
);
select is(api.category_products(id('bakery')) #>> '{pagination,total}', '2', 'and no others');
select throws_ok('select api.category_products(-1)', 'MS404', 'CATEGORY_NOT_FOUND', 'an unknown one is not found');

select * from finish();

rollback;
