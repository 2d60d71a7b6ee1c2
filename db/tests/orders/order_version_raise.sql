begin;
\ir ../fixture.psql

select plan(3);

insert into fixture values ('order', ordered('customer'));
select is((select version from store.orders), 1, 'a new order is its first version');
update store.orders set updated_at = now();
select is((select version from store.orders), 2, 'whoever changes it makes another one');
update store.orders set version = 1;
select is((select version from store.orders), 3, 'whatever they say of it');

select * from finish();

rollback;
