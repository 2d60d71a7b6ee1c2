begin;
\ir ../fixture.psql

select plan(1);

select is(
    (
        select store.payment_token_json(t)::jsonb
        from store.payment_tokens as t
        where t.payment_token_id = id('customer token')
    ),
    jsonb_build_object(
        'id', id('customer token'), 'provider', 'stripe', 'brand', 'visa', 'last4', '4242', 'exp_month', null,
        'exp_year', null, 'is_default', true
    ),
    'a payment token is shown without the provider''s token'
);

select * from finish();

rollback;
