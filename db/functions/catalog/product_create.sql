create or replace function api.product_create(
    p_actor_id bigint,
    p_name text,
    p_sku text,
    p_category_id bigint,
    p_price numeric,
    p_unit text,
    p_old_price numeric default null,
    p_description text default null,
    p_nutritional_info jsonb default null,
    p_is_organic boolean default null,
    p_bin_location text default null,
    p_image_url text default null,
    p_is_featured boolean default null,
    p_vat_class text default null,
    p_is_active boolean default true
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Makes a product, without stock. A SKU that differs from another in case or blanks alone is the same; names may be alike.
-- Callers: POST /admin/products
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 CATEGORY_NOT_FOUND, MS409 DUPLICATE
-- Locks:   none
-- Writes:  store.products
declare
    v_product_id bigint;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    perform 1 from store.categories as k where k.category_id = p_category_id;

    if not found then
        perform store.fail('CATEGORY_NOT_FOUND');
    end if;

    -- Waits for another one of the same SKU that is being made.
    insert into store.products (
        category_id, name, sku, price, old_price, unit, description, nutritional_info, is_organic, bin_location,
        image_url, is_featured, vat_class, is_active
    )
    values (
        p_category_id, store.one_line(p_name), store.one_line(p_sku), p_price, p_old_price, p_unit, p_description,
        p_nutritional_info, coalesce(p_is_organic, false), p_bin_location, p_image_url, coalesce(p_is_featured, false),
        coalesce(p_vat_class, 'STANDARD')::store.vat_class, coalesce(p_is_active, true)
    )
    on conflict do nothing
    returning product_id into v_product_id;

    if not found then
        perform store.fail('DUPLICATE', '{"field": "sku"}');
    end if;

    return store.data_json((store.products_admin_json(array[v_product_id]))[1]);
end;
$$;

comment on function api.product_create is 'Makes a product.';
revoke all on function api.product_create from public;
grant execute on function api.product_create to mami_gateway, mami_operator;
