create or replace function api.cart_clear(p_actor_id bigint)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Empties the cart.
-- Callers: DELETE /cart
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS409 CHECKOUT_IN_PROGRESS
-- Locks:   carts row
-- Writes:  store.cart_items; store.carts, when there was none
declare
    v_cart_id bigint;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');
    v_cart_id := store.cart_lock(p_actor_id);

    delete from store.cart_items as ci where ci.cart_id = v_cart_id;

    return store.cart_json(v_cart_id);
end;
$$;

comment on function api.cart_clear is 'Empties the actor''s cart.';
revoke all on function api.cart_clear from public;
grant execute on function api.cart_clear to mami_gateway, mami_operator;
