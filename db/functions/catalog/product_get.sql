create or replace function api.product_get(p_product_id bigint, p_branch_id bigint default null)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One product that can be bought, with the stock of all branches and of one.
-- Callers: GET /products/{id}
-- Errors:  MS404 PRODUCT_NOT_FOUND when missing, inactive, or in an inactive category
-- Locks:   none
-- Writes:  none
declare
    v_product json := (store.products_json(array[p_product_id], p_branch_id))[1];
begin
    if v_product is null then
        perform store.fail('PRODUCT_NOT_FOUND');
    end if;

    return store.data_json(v_product);
end;
$$;

comment on function api.product_get is 'One product.';
revoke all on function api.product_get from public;
grant execute on function api.product_get to mami_gateway, mami_operator;
