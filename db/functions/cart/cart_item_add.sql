create or replace function api.cart_item_add(p_actor_id bigint, p_product_id bigint, p_quantity integer)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Puts a product into the cart; one that is in it already adds up. As many units and products as the settings say, at the most.
-- Callers: POST /cart/items
-- Errors:  MS400 VALIDATION_ERROR, MS400 CART_LIMIT, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 PRODUCT_NOT_FOUND,
--          MS409 OUT_OF_STOCK, MS409 CHECKOUT_IN_PROGRESS
-- Locks:   carts row
-- Writes:  store.cart_items; store.carts, when there was none
declare
    v_cart_id bigint;
    v_limits store.settings;
    v_quantity bigint;
    v_lines bigint;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');

    if p_quantity not between 1 and 999 then
        perform store.fail_field('quantity', 'must be from 1 to 999');
    end if;

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

    select s.* into v_limits from store.settings as s;

    select sum(ci.quantity) filter (where ci.product_id = p_product_id), count(*)
    into v_quantity, v_lines
    from store.cart_items as ci
    where ci.cart_id = v_cart_id;

    if p_quantity + coalesce(v_quantity, 0) > v_limits.cart_max_quantity then
        perform store.fail(
            'CART_LIMIT',
            jsonb_build_object(
                'limit', 'cart_max_quantity', 'maximum', v_limits.cart_max_quantity,
                'actual', p_quantity + coalesce(v_quantity, 0)
            )
        );
    elsif v_quantity is null and v_lines >= v_limits.cart_max_lines then
        perform store.fail(
            'CART_LIMIT',
            jsonb_build_object('limit', 'cart_max_lines', 'maximum', v_limits.cart_max_lines, 'actual', v_lines + 1)
        );
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
