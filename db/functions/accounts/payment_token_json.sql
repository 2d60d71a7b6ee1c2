create or replace function store.payment_token_json(p_payment_token store.payment_tokens)
    returns json
    language sql
    stable parallel safe
    security invoker
return row_to_json(
    row(
        (p_payment_token).payment_token_id,
        (p_payment_token).provider,
        (p_payment_token).brand,
        (p_payment_token).last4,
        (p_payment_token).exp_month,
        (p_payment_token).exp_year,
        (p_payment_token).is_default
    )::store.payment_token_answer
);

comment on function store.payment_token_json is 'A payment token as the API shows one, never with the provider''s own token. No SET clause, so that it is inlined.';
revoke all on function store.payment_token_json from public;
