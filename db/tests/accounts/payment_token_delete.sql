begin;
\ir ../fixture.psql

select plan(9);

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
select is_empty('select 1 from store.outbox', 'a card that was never saved at the provider need not be forgotten there');
insert into fixture
select 'saved', (api.payment_token_create(id('customer'), 'pm_1', 'visa', '2222', 12, 2030, true, 'print', 'cus_1') #>> '{data,id}')::bigint;
select api.payment_token_delete(id('customer'), id('saved'));
select results_eq(
    'select kind, provider_token from api.outbox_claim(10, 60)', $$values ('detach', 'pm_1')$$, 'one that was is'
);
select lives_ok(
    $$select api.payment_token_create(id('customer'), 'pm_2', 'visa', '2222', 12, 2030, true, 'print', 'cus_1')$$, 'and may be saved again'
);

select * from finish();

rollback;
