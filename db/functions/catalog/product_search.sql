-- migrator: allow dynamic-sql: put together from constants of this file alone; every value is a parameter
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
-- @plpgsql_check_options: security_warnings = false
declare
    v_patterns text[] := store.search_patterns(p_q);
    v_sort text := coalesce(p_sort, case when v_patterns is null then 'name_asc' else 'relevance' end);
    v_key text := case
        when v_sort = 'relevance' then 'extensions.word_similarity(lower($1), p.search_text)'
        when v_sort in ('price_asc', 'price_desc') then 'p.price'
        when v_sort = 'newest' then 'p.created_at'
        else 'p.name'
    end;
    v_direction text := case when v_sort in ('relevance', 'price_desc', 'name_desc', 'newest') then 'desc' else 'asc' end;
    v_found text;
    v_ids bigint[];
    v_total bigint;
begin
    -- Only what is asked for is asked: the planner knows an index for each sort and each word, but could not use one in a statement for
    -- all questions. The text is put together from what stands here; what comes from outside stays a parameter.
    v_found := concat(
        'from store.products as p
        join store.categories as k on k.category_id = p.category_id
        where p.is_active
            and k.is_active',
        case when p_category_id is not null then ' and p.category_id = $3' end,
        case when p_organic_only then ' and p.is_organic' end,
        case when p_min_price is not null then ' and p.price >= $4' end,
        case when p_max_price is not null then ' and p.price <= $5' end,
        (
            select string_agg(format(' and p.search_text like ($2)[%s]', word.place), '')
            from generate_series(1, cardinality(v_patterns)) as word (place)
        ),
        case when p_in_stock is not null then
            ' and $6 = exists (
                select
                from store.inventory as i
                join store.branches as b on b.branch_id = i.branch_id
                where i.product_id = p.product_id
                    and b.is_active
                    and ($7 is null or i.branch_id = $7)
                    and i.on_hand > i.reserved
            )'
        end
    );

    -- To look twice, once to count and once for the page, is the cheaper way where an index gives the order; words and stock cost so
    -- much a row that each row is asked once.
    execute format(
        case
            when v_patterns is null and p_in_stock is null then
                'select
                    (select count(*) %1$s),
                    array(select p.product_id %1$s order by %2$s %3$s, p.product_id limit $8 offset $9)'
            else
                'with found as materialized (select p.product_id, %2$s as key %1$s)
                select
                    (select count(*) from found),
                    array(select f.product_id from found as f order by f.key %3$s, f.product_id limit $8 offset $9)'
        end,
        v_found,
        v_key,
        v_direction
    )
    into v_total, v_ids
    using p_q, v_patterns, p_category_id, p_min_price, p_max_price, p_in_stock, p_branch_id, p_limit, p_offset;

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
