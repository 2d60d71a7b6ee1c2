create or replace function store.payment_token_json(p_payment_token store.payment_tokens)
    returns json
    language sql
    immutable parallel safe
    security invoker
return json_build_object(
    'id', (p_payment_token).payment_token_id,
    'provider', (p_payment_token).provider,
    'brand', (p_payment_token).brand,
    'last4', (p_payment_token).last4,
    'exp_month', (p_payment_token).exp_month,
    'exp_year', (p_payment_token).exp_year,
    'is_default', (p_payment_token).is_default
);

comment on function store.payment_token_json is 'A payment token as the API shows one.';
revoke all on function store.payment_token_json from public;
