create or replace function api.cart_item_remove(p_actor_id bigint, p_cart_item_id bigint)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Takes an item out of the cart.
-- Callers: DELETE /cart/items/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 CART_ITEM_NOT_FOUND, MS409 CHECKOUT_IN_PROGRESS
-- Locks:   carts row
-- Writes:  store.cart_items; store.carts, when there was none
declare
    v_cart_id bigint;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');
    v_cart_id := store.cart_lock(p_actor_id);

    delete from store.cart_items as ci
    where ci.cart_item_id = p_cart_item_id
        and ci.cart_id = v_cart_id;

    if not found then
        perform store.fail('CART_ITEM_NOT_FOUND');
    end if;

    return store.cart_json(v_cart_id);
end;
$$;

comment on function api.cart_item_remove is 'Takes an item out of the actor''s cart.';
revoke all on function api.cart_item_remove from public;
grant execute on function api.cart_item_remove to mami_gateway, mami_operator;
