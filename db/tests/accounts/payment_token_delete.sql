begin;
\ir ../fixture.psql

select plan(6);

insert into fixture select 'second', (api.payment_token_create(id('customer'), 'second', 'visa', '1111', 12, 2030, false) #>> '{data,id}')::bigint;

-- happy path
select lives_ok($$select api.payment_token_delete(id('customer'), id('customer token'))$$, 'the default is taken away');
select is(
    (select is_default from store.payment_tokens where payment_token_id = id('second')), true, 'the newest of the others becomes it'
);
select lives_ok($$select api.payment_token_delete(id('customer'), id('second'))$$, 'the last one may go too');

-- errors
select throws_ok(
    $$select api.payment_token_delete(id('customer'), id('second'))$$, 'MS404', 'PAYMENT_TOKEN_NOT_FOUND', 'once'
);
select throws_ok(
    $$select api.payment_token_delete(id('customer'), id('other token'))$$, 'MS404', 'PAYMENT_TOKEN_NOT_FOUND', 'somebody else''s is not found'
);

-- side effects
select is(
    (select count(*)::integer from store.payment_tokens where user_id = id('customer')), 2, 'the rows stay, as orders point to them'
);

select * from finish();

rollback;
