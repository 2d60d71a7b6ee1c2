create or replace function api.cart_get(p_actor_id bigint)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The actor's cart; the first look makes it, so that it always has an id.
-- Callers: GET /cart
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  store.carts, at the first look
declare
    v_cart_id bigint;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');

    -- Two statements: cart_json is stable, and would not see a cart that its own statement makes.
    v_cart_id := store.cart_ensure(p_actor_id);

    return store.cart_json(v_cart_id);
end;
$$;

comment on function api.cart_get is 'The actor''s cart.';
revoke all on function api.cart_get from public;
grant execute on function api.cart_get to mami_gateway, mami_operator;
