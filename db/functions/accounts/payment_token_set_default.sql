create or replace function api.payment_token_set_default(p_actor_id bigint, p_payment_token_id bigint)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Makes a payment token the actor's default.
-- Callers: PATCH /me/payment-tokens/{id}/default
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 PAYMENT_TOKEN_NOT_FOUND
-- Locks:   users row, payment_tokens rows of the user
-- Writes:  store.payment_tokens
begin
    perform store.enter(p_actor_id, 'CUSTOMER');
    perform store.user_lock(p_actor_id);
    perform store.payment_token_make_default(p_actor_id, t.payment_token_id)
    from store.payment_tokens as t
    where t.payment_token_id = p_payment_token_id
        and t.user_id = p_actor_id
        and t.is_active;

    if not found then
        perform store.fail('PAYMENT_TOKEN_NOT_FOUND');
    end if;

    return (
        select store.data_json(store.payment_token_json(t))
        from store.payment_tokens as t
        where t.payment_token_id = p_payment_token_id
    );
end;
$$;

comment on function api.payment_token_set_default is 'Makes a payment token the actor''s default.';
revoke all on function api.payment_token_set_default from public;
grant execute on function api.payment_token_set_default to mami_gateway, mami_operator;
