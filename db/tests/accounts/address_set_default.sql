begin;
\ir ../fixture.psql

select plan(3);

insert into fixture select 'second', (api.address_create(id('customer'), 'second', 'Haifa', null, null, null, null, false) #>> '{data,id}')::bigint;

-- happy path
select is(api.address_set_default(id('customer'), id('second')) #>> '{data,is_default}', 'true', 'it is the default');
select is(
    (select is_default from store.addresses where address_id = id('customer address')), false, 'the former one is not'
);

-- errors
select throws_ok(
    $$select api.address_set_default(id('customer'), id('other address'))$$, 'MS404', 'ADDRESS_NOT_FOUND', 'somebody else''s is not found'
);

select * from finish();

rollback;
