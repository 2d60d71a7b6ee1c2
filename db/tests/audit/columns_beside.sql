begin;
\ir ../fixture.psql

select plan(2);

create table store.sample (b_id bigint, gone integer, a_id bigint, name text, price numeric);
alter table store.sample drop column gone;
select is(
    audit.columns_beside('store.sample'::regclass, '{a_id,b_id}'), array['name', 'price'],
    'what is left of a row is its key, whatever the order of its columns'
);
select is(
    audit.columns_beside('store.sample'::regclass, '{a_id,b_id,name,price}'), array[]::text[], 'a row may be nothing but key'
);

select * from finish();

rollback;
