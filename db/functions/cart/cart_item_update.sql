create or replace function api.cart_item_update(p_actor_id bigint, p_cart_item_id bigint, p_quantity integer)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Sets the quantity of an item of the cart.
-- Callers: PUT /cart/items/{id}
-- Errors:  MS400 VALIDATION_ERROR, MS400 CART_LIMIT, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 CART_ITEM_NOT_FOUND,
--          MS409 CHECKOUT_IN_PROGRESS
-- Locks:   carts row
-- Writes:  store.cart_items; store.carts, when there was none
declare
    v_cart_id bigint;
    v_maximum integer;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');

    if p_quantity not between 1 and 999 then
        perform store.fail_field('quantity', 'must be from 1 to 999');
    end if;

    v_cart_id := store.cart_lock(p_actor_id);

    select s.cart_max_quantity into v_maximum from store.settings as s;

    if p_quantity > v_maximum then
        perform store.fail(
            'CART_LIMIT', jsonb_build_object('limit', 'cart_max_quantity', 'maximum', v_maximum, 'actual', p_quantity)
        );
    end if;

    update store.cart_items as ci
    set quantity = p_quantity
    where ci.cart_item_id = p_cart_item_id
        and ci.cart_id = v_cart_id;

    if not found then
        perform store.fail('CART_ITEM_NOT_FOUND');
    end if;

    return store.cart_json(v_cart_id);
end;
$$;

comment on function api.cart_item_update is 'Sets the quantity of an item of the actor''s cart.';
revoke all on function api.cart_item_update from public;
grant execute on function api.cart_item_update to mami_gateway, mami_operator;
