begin;
\ir ../fixture.psql

select plan(2);

select is(api.category_list() #>> '{data,0,name}', 'bakery', 'categories come by name');
update store.categories set is_active = false where category_id = id('bakery');
select is(api.category_list() #>> '{pagination,total}', '1', 'inactive ones are not shown');

select * from finish();

rollback;
