begin;
\ir ../fixture.psql

select plan(2);

insert into fixture select 'second', (api.address_create(id('customer'), 'second', 'Haifa', null, null, null, null, false) #>> '{data,id}')::bigint;
select store.address_make_default(id('customer'), id('second'));
select is(
    (select string_agg(address_id::text, ',') from store.addresses where user_id = id('customer') and is_default), id('second')::text,
    'the one default moves'
);
select store.address_make_default(id('customer'), id('other address'));
select is(
    (select user_id from store.addresses where address_id = id('other address')), id('other'), 'somebody else''s stays with them'
);

select * from finish();

rollback;
