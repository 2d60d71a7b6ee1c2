-- migrator: replaces api.payment_token_create(bigint, text, text, text, integer, integer, boolean)
create or replace function api.payment_token_create(
    p_actor_id bigint,
    p_provider_token text,
    p_brand text,
    p_last4 text,
    p_exp_month integer,
    p_exp_year integer,
    p_is_default boolean,
    p_fingerprint text default null,
    p_customer_reference text default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Adds a payment token, as the provider describes the card; the first one becomes the default whatever was asked. A card that is
-- there already, by its fingerprint, stays as it is saved: the provider forgets the new token of it, by way of the outbox.
-- Callers: POST /me/payment-tokens
-- Errors:  MS400 CARD_EXPIRED, MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   users row, payment_tokens rows of the user
-- Writes:  store.payment_tokens; for a card that is there already store.outbox
declare
    v_id bigint;
    v_known_id bigint;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');
    perform store.user_lock(p_actor_id);

    -- A card is good until the end of its month.
    if make_date(p_exp_year, p_exp_month, 1) + interval '1 month' <= store.local_now() then
        perform store.fail('CARD_EXPIRED');
    end if;

    select t.payment_token_id into v_known_id
    from store.payment_tokens as t
    where t.user_id = p_actor_id
        and t.is_active
        and t.fingerprint = p_fingerprint;

    insert into store.payment_tokens (
        user_id, provider_token, brand, last4, exp_month, exp_year, fingerprint, customer_reference, is_active
    )
    select
        p_actor_id, p_provider_token, p_brand, p_last4, p_exp_month, p_exp_year, p_fingerprint, p_customer_reference,
        v_known_id is null
    where not exists (
        select
        from store.payment_tokens as t
        where t.payment_token_id = v_known_id
            and t.provider_token = p_provider_token
    )
    returning payment_token_id into v_id;

    if v_known_id is not null and v_id is not null and p_customer_reference is not null then
        insert into store.outbox (kind, payload, payment_token_id) values ('detach', '{}', v_id);
    end if;

    v_id := coalesce(v_known_id, v_id);

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
