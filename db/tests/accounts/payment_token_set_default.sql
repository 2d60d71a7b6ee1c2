begin;
\ir ../fixture.psql

select plan(3);

insert into fixture select 'second', (api.payment_token_create(id('customer'), 'second', 'visa', '1111', 12, 2030, false) #>> '{data,id}')::bigint;

-- happy path
select is(api.payment_token_set_default(id('customer'), id('second')) #>> '{data,is_default}', 'true', 'it is the default');
select is(
    (select is_default from store.payment_tokens where payment_token_id = id('customer token')), false, 'the former one is not'
);

-- errors
select throws_ok(
    $$select api.payment_token_set_default(id('customer'), id('other token'))$$, 'MS404', 'PAYMENT_TOKEN_NOT_FOUND', 'somebody else''s is not found'
);

select * from finish();

rollback;
