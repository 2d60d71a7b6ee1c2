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
    perform store.enter_read(p_actor_id, 'CUSTOMER');

    select c.cart_id into v_cart_id
    from store.carts as c
    where c.user_id = p_actor_id
        and c.status = 'ACTIVE';

    -- Nearly every look only reads: to name the actor costs as much as the cart.
    if not found then
        perform store.act_as(p_actor_id::text);
        v_cart_id := store.cart_ensure(p_actor_id);
    end if;

    return store.cart_json(v_cart_id);
end;
$$;

comment on function api.cart_get is 'The actor''s cart.';
revoke all on function api.cart_get from public;
grant execute on function api.cart_get to mami_gateway, mami_operator;
