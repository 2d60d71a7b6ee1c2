begin;
\ir ../fixture.psql

select plan(7);

-- happy path
select is(api.payment_token_create(id('customer'), 'second', 'visa', '1111', 12, 2030, false) #>> '{data,is_default}', 'false', 'another one is not the default');
select is(api.payment_token_create(id('customer'), 'third', 'visa', '1111', 12, 2030, true) #>> '{data,is_default}', 'true', 'unless it is asked for');
select is(
    (select count(*)::integer from store.payment_tokens where user_id = id('customer') and is_default), 1, 'there is one default'
);
delete from store.payment_tokens where user_id = id('customer');
select is(api.payment_token_create(id('customer'), 'first', 'visa', '1111', 12, 2030, null) #>> '{data,is_default}', 'true', 'the first one always is the default');

-- errors
select throws_ok($$select api.payment_token_create(id('customer'), '', 'visa', '1111', 12, 2030, false)$$, '23514', null, 'an empty one is refused');

-- side effects
select is(
    (select actor_user_id from audit.entries where entity_type = 'payment_tokens' and action = 'INSERT' order by 1 desc nulls last limit 1),
    id('customer'), 'it is audited as the customer''s'
);

select is_empty(
    $$select 1 from audit.entries where entity_type = 'payment_tokens' and new_value ? 'provider_token' and action = 'INSERT'$$,
    'without the provider''s token'
);

select * from finish();

rollback;
