create or replace function api.payment_token_create(
    p_actor_id bigint,
    p_provider_token text,
    p_brand text,
    p_last4 text,
    p_exp_month integer,
    p_exp_year integer,
    p_is_default boolean
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Adds a payment token; the first one becomes the default whatever was asked.
-- Callers: POST /me/payment-tokens
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   users row, payment_tokens rows of the user
-- Writes:  store.payment_tokens
declare
    v_id bigint;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');
    perform store.user_lock(p_actor_id);

    insert into store.payment_tokens (user_id, provider_token, brand, last4, exp_month, exp_year)
    values (p_actor_id, p_provider_token, p_brand, p_last4, p_exp_month, p_exp_year)
    returning payment_token_id into v_id;

    if p_is_default or not exists (
        select from store.payment_tokens as t where t.user_id = p_actor_id and t.is_default
    ) then
        perform store.payment_token_make_default(p_actor_id, v_id);
    end if;

    return (
        select store.data_json(store.payment_token_json(t))
        from store.payment_tokens as t
        where t.payment_token_id = v_id
    );
end;
$$;

comment on function api.payment_token_create is 'Adds a payment token of the actor.';
revoke all on function api.payment_token_create from public;
grant execute on function api.payment_token_create to mami_gateway, mami_operator;
