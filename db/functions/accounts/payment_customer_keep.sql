create or replace function api.payment_customer_keep(p_actor_id bigint, p_customer_reference text)
    returns text
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Keeps as whom the provider knows the actor, once: gives the reference that stands, which may be that of a call that was faster.
-- Callers: POST /me/payment-tokens, POST /me/payment-tokens/setup
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   users row
-- Writes:  store.payment_customers
declare
    v_reference text;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');
    perform store.user_lock(p_actor_id);

    insert into store.payment_customers (user_id, customer_reference)
    values (p_actor_id, p_customer_reference)
    on conflict (user_id, provider) do nothing;

    select c.customer_reference into v_reference
    from store.payment_customers as c
    where c.user_id = p_actor_id
        and c.provider = 'stripe';

    return v_reference;
end;
$$;

comment on function api.payment_customer_keep is 'Keeps the provider''s customer of the actor.';
revoke all on function api.payment_customer_keep from public;
grant execute on function api.payment_customer_keep to mami_gateway;
