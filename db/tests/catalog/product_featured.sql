begin;
\ir ../fixture.psql

select plan(4);

select is(api.product_featured()::jsonb -> 'data', '[]', 'nothing is featured');
update store.products set old_price = 20 where product_id = id('bread');
update store.products set is_featured = true where product_id = id('milk');
select is(api.product_featured() #>> '{data,0,name}', 'milk', 'featured ones come first');
select is(api.product_featured() #>> '{data,1,name}', 'bread', 'then reduced ones');
update store.inventory set on_hand = 0 where product_id = id('milk');
select is(api.product_featured() #>> '{data,0,name}', 'bread', 'what is sold out is not advertised');

select * from finish();

rollback;
