create or replace function api.category_products(
    p_category_id bigint,
    p_q text default null,
    p_branch_id bigint default null,
    p_in_stock boolean default null,
    p_organic_only boolean default null,
    p_min_price numeric default null,
    p_max_price numeric default null,
    p_sort text default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Products of one category; api.product_search does the rest.
-- Callers: GET /categories/{id}/products
-- Errors:  MS404 CATEGORY_NOT_FOUND when missing or inactive
-- Locks:   none
-- Writes:  none
begin
    perform 1 from store.categories as k where k.category_id = p_category_id and k.is_active;

    if not found then
        perform store.fail('CATEGORY_NOT_FOUND');
    end if;

    return api.product_search(
        p_q => p_q,
        p_category_id => p_category_id,
        p_branch_id => p_branch_id,
        p_in_stock => p_in_stock,
        p_organic_only => p_organic_only,
        p_min_price => p_min_price,
        p_max_price => p_max_price,
        p_sort => p_sort,
        p_limit => p_limit,
        p_offset => p_offset
    );
end;
$$;

comment on function api.category_products is 'Searches the products of one category.';
revoke all on function api.category_products from public;
grant execute on function api.category_products to mami_gateway, mami_operator;
