create or replace function api.payment_customer_get(p_actor_id bigint)
    returns table (user_id bigint, shop_id text, customer_reference text)
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- As whom the provider knows the actor; without a reference where it does not know them yet.
-- Callers: POST /me/payment-tokens, POST /me/payment-tokens/setup
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'CUSTOMER');

    return query
        select p_actor_id, s.shop_id::text, c.customer_reference
        from store.settings as s
        left join store.payment_customers as c on c.user_id = p_actor_id and c.provider = 'stripe';
end;
$$;

comment on function api.payment_customer_get is 'The provider''s customer of the actor, if there is one.';
revoke all on function api.payment_customer_get from public;
grant execute on function api.payment_customer_get to mami_gateway;
