create or replace function api.product_toggle(p_actor_id bigint, p_product_id bigint, p_active boolean)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Switches a product on or off. Carts keep an inactive one; their checkout says that it is no longer sold.
-- Callers: PATCH /admin/products/{id}/toggle
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 PRODUCT_NOT_FOUND
-- Locks:   products row
-- Writes:  store.products
declare
    v_product json;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    -- What is so already changes nothing, and leaves nothing in the audit log.
    update store.products as p
    set is_active = p_active, updated_at = now()
    where p.product_id = p_product_id
        and p.is_active <> p_active;

    v_product := (store.products_admin_json(array[p_product_id]))[1];

    if v_product is null then
        perform store.fail('PRODUCT_NOT_FOUND');
    end if;

    return store.data_json(v_product);
end;
$$;

comment on function api.product_toggle is 'Switches a product on or off.';
revoke all on function api.product_toggle from public;
grant execute on function api.product_toggle to mami_gateway, mami_operator;
