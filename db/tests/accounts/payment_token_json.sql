begin;
\ir ../fixture.psql

select plan(1);

select is(
    (store.payment_tokens_json(array[id('customer token')]))[1]::jsonb,
    jsonb_build_object(
        'id', id('customer token'), 'provider', 'stripe', 'brand', 'visa', 'last4', '4242', 'exp_month', null,
        'exp_year', null, 'is_default', true
    ),
    'a payment token is shown without the provider''s token'
);

select * from finish();

rollback;
