create or replace function api.cart_item_add(p_actor_id bigint, p_product_id bigint, p_quantity integer)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Puts a product into the cart; one that is in it already adds up, to 999 at the most.
-- Callers: POST /cart/items
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 PRODUCT_NOT_FOUND, MS409 OUT_OF_STOCK,
--          MS409 CHECKOUT_IN_PROGRESS
-- Locks:   carts row
-- Writes:  store.cart_items; store.carts, when there was none
declare
    v_cart_id bigint;
    v_quantity integer;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');

    perform 1
    from store.products as p
    join store.categories as k on k.category_id = p.category_id
    where p.product_id = p_product_id
        and p.is_active
        and k.is_active;

    if not found then
        perform store.fail('PRODUCT_NOT_FOUND');
    end if;

    if store.product_available(p_product_id) <= 0 then
        perform store.fail('OUT_OF_STOCK', jsonb_build_object('product_id', p_product_id));
    end if;

    v_cart_id := store.cart_lock(p_actor_id);

    select ci.quantity into v_quantity
    from store.cart_items as ci
    where ci.cart_id = v_cart_id
        and ci.product_id = p_product_id;

    if p_quantity not between 1 and 999 - coalesce(v_quantity, 0) then
        perform store.fail_field('quantity', 'must be from 1 to 999, with what is in the cart already');
    end if;

    insert into store.cart_items as ci (cart_id, product_id, quantity)
    values (v_cart_id, p_product_id, p_quantity)
    on conflict (cart_id, product_id) do update set quantity = ci.quantity + excluded.quantity;

    return store.cart_json(v_cart_id);
end;
$$;

comment on function api.cart_item_add is 'Puts a product into the actor''s cart.';
revoke all on function api.cart_item_add from public;
grant execute on function api.cart_item_add to mami_gateway, mami_operator;
