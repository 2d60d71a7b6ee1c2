create or replace function api.product_update(
    p_actor_id bigint,
    p_product_id bigint,
    p_name text default null,
    p_sku text default null,
    p_category_id bigint default null,
    p_price numeric default null,
    p_unit text default null,
    p_old_price numeric default null,
    p_description text default null,
    p_nutritional_info jsonb default null,
    p_is_organic boolean default null,
    p_bin_location text default null,
    p_image_url text default null,
    p_is_featured boolean default null,
    p_vat_class text default null,
    p_clear text[] default '{}'
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Changes a product: what is null stays; p_clear names what is to be empty: old_price, description, nutritional_info,
-- bin_location, image_url.
-- Callers: PATCH /admin/products/{id}
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 CATEGORY_NOT_FOUND,
--          MS404 PRODUCT_NOT_FOUND, MS409 DUPLICATE
-- Locks:   products row
-- Writes:  store.products
declare
    v_product_id bigint;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if not p_clear <@ '{old_price,description,nutritional_info,bin_location,image_url}'::text[] then
        perform store.fail_field('clear', 'may name old_price, description, nutritional_info, bin_location and image_url');
    end if;

    if p_category_id is not null then
        perform 1 from store.categories as k where k.category_id = p_category_id;

        if not found then
            perform store.fail('CATEGORY_NOT_FOUND');
        end if;
    end if;

    -- The index decides, so that two at once cannot both be told that there is none like it. A subtransaction, where few pass.
    begin
        update store.products as p
        set
            name = coalesce(store.one_line(p_name), p.name),
            sku = coalesce(store.one_line(p_sku), p.sku),
            category_id = coalesce(p_category_id, p.category_id),
            price = coalesce(p_price, p.price),
            unit = coalesce(p_unit, p.unit),
            old_price = case when 'old_price' = any (p_clear) then null else coalesce(p_old_price, p.old_price) end,
            description = case when 'description' = any (p_clear) then null else coalesce(p_description, p.description) end,
            nutritional_info = case
                when 'nutritional_info' = any (p_clear) then null
                else coalesce(p_nutritional_info, p.nutritional_info)
            end,
            is_organic = coalesce(p_is_organic, p.is_organic),
            bin_location = case when 'bin_location' = any (p_clear) then null else coalesce(p_bin_location, p.bin_location) end,
            image_url = case when 'image_url' = any (p_clear) then null else coalesce(p_image_url, p.image_url) end,
            is_featured = coalesce(p_is_featured, p.is_featured),
            vat_class = coalesce(p_vat_class::store.vat_class, p.vat_class),
            updated_at = now()
        where p.product_id = p_product_id
        returning p.product_id into v_product_id;
    exception when unique_violation then
        perform store.fail('DUPLICATE', '{"field": "sku"}');
    end;

    if v_product_id is null then
        perform store.fail('PRODUCT_NOT_FOUND');
    end if;

    return store.data_json((store.products_admin_json(array[p_product_id]))[1]);
end;
$$;

comment on function api.product_update is 'Changes a product.';
revoke all on function api.product_update from public;
grant execute on function api.product_update to mami_gateway, mami_operator;
