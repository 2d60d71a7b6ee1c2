begin;
\ir ../fixture.psql

select plan(6);

-- happy path
select is(api.address_create(id('customer'), 'second', 'Haifa', null, null, null, null, false) #>> '{data,is_default}', 'false', 'another one is not the default');
select is(api.address_create(id('customer'), 'third', 'Haifa', null, null, null, null, true) #>> '{data,is_default}', 'true', 'unless it is asked for');
select is(
    (select count(*)::integer from store.addresses where user_id = id('customer') and is_default), 1, 'there is one default'
);
delete from store.addresses where user_id = id('customer');
select is(api.address_create(id('customer'), 'first', 'Haifa', null, null, null, null, null) #>> '{data,is_default}', 'true', 'the first one always is the default');

-- errors
select throws_ok($$select api.address_create(id('customer'), '', 'Haifa', null, null, null, null, false)$$, '23514', null, 'an empty one is refused');

-- side effects
select is(
    (select actor_user_id from audit.entries where entity_type = 'addresses' and action = 'INSERT' order by 1 desc nulls last limit 1),
    id('customer'), 'it is audited as the customer''s'
);

select * from finish();

rollback;
