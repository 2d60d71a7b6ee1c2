begin;
\ir ../fixture.psql

select plan(6);

insert into fixture select 'second', (api.address_create(id('customer'), 'second', 'Haifa', null, null, null, null, false) #>> '{data,id}')::bigint;

-- happy path
select lives_ok($$select api.address_delete(id('customer'), id('customer address'))$$, 'the default is taken away');
select is(
    (select is_default from store.addresses where address_id = id('second')), true, 'the newest of the others becomes it'
);
select lives_ok($$select api.address_delete(id('customer'), id('second'))$$, 'the last one may go too');

-- errors
select throws_ok(
    $$select api.address_delete(id('customer'), id('second'))$$, 'MS404', 'ADDRESS_NOT_FOUND', 'once'
);
select throws_ok(
    $$select api.address_delete(id('customer'), id('other address'))$$, 'MS404', 'ADDRESS_NOT_FOUND', 'somebody else''s is not found'
);

-- side effects
select is(
    (select count(*)::integer from store.addresses where user_id = id('customer')), 2, 'the rows stay, as orders point to them'
);

select * from finish();

rollback;
