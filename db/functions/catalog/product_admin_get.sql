create or replace function api.product_admin_get(p_actor_id bigint, p_product_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One product, inactive or not.
-- Callers: GET /admin/products/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 PRODUCT_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_found json;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    v_found := (store.products_admin_json(array[p_product_id]))[1];

    if v_found is null then
        perform store.fail('PRODUCT_NOT_FOUND');
    end if;

    return store.data_json(v_found);
end;
$$;

comment on function api.product_admin_get is 'One product, inactive or not.';
revoke all on function api.product_admin_get from public;
grant execute on function api.product_admin_get to mami_gateway, mami_operator;
