create or replace function store.payment_tokens_json(p_payment_token_ids bigint[])
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Payment tokens as the API shows them, in the order of the ids: never the provider's own token.
-- With one plan for any number of ids: left to itself PostgreSQL would plan each call anew, as one id looks cheaper than ten.
-- Callers: payment_token_list, payment_token_create, payment_token_set_default
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(token)
        from (
            select t.payment_token_id as id, t.provider, t.brand, t.last4, t.exp_month, t.exp_year, t.is_default
            from unnest(p_payment_token_ids) with ordinality as page (payment_token_id, place)
            join store.payment_tokens as t on t.payment_token_id = page.payment_token_id
            order by page.place
        ) as token
    );
end;
$$;

comment on function store.payment_tokens_json is 'Payment tokens as the API shows them.';
revoke all on function store.payment_tokens_json from public;
