begin;
\ir ../fixture.psql

select plan(4);

insert into fixture select 'attempt', locked_attempt('customer');

-- happy path
select is(
    (api.checkout_attempt_get(id('customer'), id('attempt'))::jsonb -> 'data') - array['created_at', 'updated_at'],
    jsonb_build_object(
        'id', id('attempt'), 'state', 'LOCKED', 'order_id', null, 'amount', '55.80', 'error_code', null
    ),
    'an open attempt has no order'
);
select commit(id('attempt'), 'pi_1', 5580, 'ils');
select is(
    api.checkout_attempt_get(id('customer'), id('attempt')) #>> '{data,order_id}', (select order_id::text from store.orders),
    'a committed one has'
);
insert into fixture select 'declined', locked_attempt('other');
select api.checkout_release(id('declined'), 'card_declined', '{}');
select is(
    api.checkout_attempt_get(id('other'), id('declined')) #>> '{data,error_code}', 'PAYMENT_FAILED', 'a declined one says so'
);

-- errors
select throws_ok(
    $$select api.checkout_attempt_get(id('other'), id('attempt'))$$, 'MS404', 'ATTEMPT_NOT_FOUND',
    'somebody else''s is not found'
);

select * from finish();

rollback;
