begin;
\ir ../fixture.psql

select plan(2);

insert into fixture select 'second', (api.payment_token_create(id('customer'), 'second', 'visa', '1111', 12, 2030, false) #>> '{data,id}')::bigint;
select store.payment_token_make_default(id('customer'), id('second'));
select is(
    (select string_agg(payment_token_id::text, ',') from store.payment_tokens where user_id = id('customer') and is_default), id('second')::text,
    'the one default moves'
);
select store.payment_token_make_default(id('customer'), id('other token'));
select is(
    (select user_id from store.payment_tokens where payment_token_id = id('other token')), id('other'), 'somebody else''s stays with them'
);

select * from finish();

rollback;
