begin;
\ir ../fixture.psql

select plan(15);

-- happy path
select is(api.payment_token_create(id('customer'), 'second', 'visa', '1111', 12, 2030, false) #>> '{data,is_default}', 'false', 'another one is not the default');
select is(api.payment_token_create(id('customer'), 'third', 'visa', '1111', 12, 2030, true) #>> '{data,is_default}', 'true', 'unless it is asked for');
select is(
    (select count(*)::integer from store.payment_tokens where user_id = id('customer') and is_default), 1, 'there is one default'
);
delete from store.payment_tokens where user_id = id('customer');
select is(api.payment_token_create(id('customer'), 'first', 'visa', '1111', 12, 2030, null) #>> '{data,is_default}', 'true', 'the first one always is the default');

-- errors
select throws_ok(
    $$select api.payment_token_create(id('customer'), 'old', 'visa', '1111', 1, 2020, false)$$, 'MS400', 'CARD_EXPIRED', 'an old card is refused'
);
select lives_ok(
    $$select api.payment_token_create(id('customer'), 'last', 'visa', '1111', extract(month from store.local_now())::integer, extract(year from store.local_now())::integer, false)$$,
    'one is good until the end of its month'
);
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

-- the same card
insert into fixture
select 'card', (api.payment_token_create(id('customer'), 'pm_1', 'visa', '2222', 12, 2030, false, 'print', 'cus_1') #>> '{data,id}')::bigint;
select is(
    (api.payment_token_create(id('customer'), 'pm_2', 'visa', '2222', 12, 2030, false, 'print', 'cus_1') #>> '{data,id}')::bigint, id('card'),
    'the same card again is the one that is there'
);
select results_eq(
    $$select kind, provider_token from api.outbox_claim(10, 60)$$, $$values ('detach', 'pm_2')$$, 'and the provider forgets its second token'
);
select is(
    (api.payment_token_create(id('customer'), 'pm_1', 'visa', '2222', 12, 2030, true, 'print', 'cus_1') #>> '{data,is_default}'), 'true',
    'the same token again changes nothing but what is asked for'
);
select is_empty('select 1 from api.outbox_claim(10, 60)', 'and forgets nothing');
select isnt(
    (api.payment_token_create(id('other'), 'pm_3', 'visa', '2222', 12, 2030, false, 'print', 'cus_2') #>> '{data,id}')::bigint, id('card'),
    'two people may have the same card'
);
select is(
    (select count(*)::integer from store.payment_tokens where user_id = id('customer') and fingerprint = 'print' and is_active), 1,
    'one person has it once'
);

select * from finish();

rollback;
