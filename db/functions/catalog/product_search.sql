create or replace function api.product_search(
    p_q text default null,
    p_category_id bigint default null,
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
-- Products that can be bought: every word of p_q in name, SKU or description. p_in_stock asks the branch if one is
-- given, else all of them. p_sort: relevance (the default with p_q), price_asc, price_desc, name_asc (the default
-- without), name_desc, newest; ties by id.
-- Callers: GET /products, GET /products/search
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_patterns text[] := store.search_patterns(p_q);
    v_sort text := coalesce(p_sort, case when v_patterns is null then 'name_asc' else 'relevance' end);
    v_ids bigint[];
    v_total bigint;
begin
    -- One pass finds, the page is the top of a sort, and only its rows are then built. A key that is not asked for is null for the
    -- planner, which then sorts by what is left.
    with found as materialized (
        select
            p.product_id,
            case when v_sort = 'relevance' then extensions.word_similarity(lower(p_q), p.search_text) end as relevance,
            case when v_sort in ('price_asc', 'price_desc') then p.price end as price,
            case when v_sort in ('name_asc', 'name_desc') then p.name end as name,
            case when v_sort = 'newest' then p.created_at end as created_at
        from store.products as p
        join store.categories as k on k.category_id = p.category_id
        where p.is_active
            and k.is_active
            and (p_category_id is null or p.category_id = p_category_id)
            and (p_organic_only is not true or p.is_organic)
            and (p_min_price is null or p.price >= p_min_price)
            and (p_max_price is null or p.price <= p_max_price)
            and (v_patterns is null or p.search_text like v_patterns[1])
            and (v_patterns is null or not exists (
                select from unnest(v_patterns) as w (pattern) where p.search_text not like w.pattern
            ))
            and (p_in_stock is null or p_in_stock = exists (
                select
                from store.inventory as i
                join store.branches as b on b.branch_id = i.branch_id
                where i.product_id = p.product_id
                    and b.is_active
                    and (p_branch_id is null or i.branch_id = p_branch_id)
                    and i.on_hand > i.reserved
            ))
    )

    select
        (select count(*) from found),
        array(
            select f.product_id
            from found as f
            order by
                case when v_sort = 'relevance' then f.relevance end desc,
                case when v_sort = 'price_asc' then f.price end,
                case when v_sort = 'price_desc' then f.price end desc,
                case when v_sort = 'name_asc' then f.name end,
                case when v_sort = 'name_desc' then f.name end desc,
                case when v_sort = 'newest' then f.created_at end desc,
                f.product_id
            limit p_limit offset p_offset
        )
    into v_total, v_ids;

    return store.page_json(
        store.products_json(v_ids, p_branch_id),
        v_total,
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.product_search is 'Searches the products that can be bought.';
revoke all on function api.product_search from public;
grant execute on function api.product_search to mami_gateway, mami_operator;
