begin;
\ir ../fixture.psql

select plan(3);

select is(api.category_list() #>> '{data,0,name}', 'bakery', 'categories come by name');
insert into store.categories (name) values ('Éclairs'), ('Cheese'), ('דגים');
select is(
    jsonb_path_query_array(api.category_list()::jsonb, '$.data[*].name'), '["bakery", "Cheese", "dairy", "Éclairs", "דגים"]',
    'as people sort them'
);
update store.categories set is_active = false where category_id = id('bakery');
select is(api.category_list() #>> '{pagination,total}', '4', 'inactive ones are not shown');

select * from finish();

rollback;
