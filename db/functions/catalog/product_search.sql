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
-- If nothing has every word, a second look takes words of four letters and more for misspelt, and finds the most similar first.
-- Callers: GET /products, GET /products/search
-- Errors:  none
-- Locks:   none
-- Writes:  none
-- @plpgsql_check_options: security_warnings = false
declare
    v_patterns text[] := store.search_patterns(store.search_fold(p_q));
    v_sort text := case
        when v_patterns is null and p_sort = 'relevance' then 'nothing to compare'
        when v_patterns is not null then coalesce(p_sort, 'relevance')
        else p_sort
    end;
    -- The words as the order of relevance compares them: all in a row, each at the beginning of a word, each anywhere.
    v_phrase text := store.search_name(p_q);
    v_within text[] := store.search_patterns(v_phrase);
    v_starts text[] := array(select '% ' || substr(w.pattern, 2) from unnest(v_within) as w (pattern));
    v_asked text;
    v_keys text;
    v_order text;
    v_similar bigint[];
    v_ids bigint[];
    v_total bigint;
begin
    -- Only what is asked for is asked: the planner knows an index for each sort and each word, but could not use one in a statement for
    -- all questions. The text is put together from what stands here; what comes from outside stays a parameter.
    -- The categories as an array, and not joined: the total is then counted in products_shelf_idx alone.
    v_asked := concat(
        'from store.products as p
        where p.is_active
            and p.category_id = any (array(select k.category_id from store.categories as k where k.is_active))',
        case when p_category_id is not null then ' and p.category_id = $2' end,
        case when p_organic_only then ' and p.is_organic' end,
        case when p_min_price is not null then ' and p.price >= $3' end,
        case when p_max_price is not null then ' and p.price <= $4' end,
        case p_in_stock when true then ' and exists (' when false then ' and not exists (' end || '
            select
            from store.inventory as i
            join store.branches as b on b.branch_id = i.branch_id
            where i.product_id = p.product_id
                and b.is_active
                and i.on_hand > i.reserved',
        case when p_in_stock is not null and p_branch_id is not null then ' and i.branch_id = $5' end,
        case when p_in_stock is not null then ')' end
    );

    -- Among names in which the words stand alike, they are the larger part of the shorter one: what similarity would say, for a fiftieth
    -- of its price.
    select o.keys, o.in_order into v_keys, v_order
    from (
        values
            (
                'relevance',
                ', case
                    when p.search_name = $8 then 0
                    when starts_with(p.search_name, $8) then 1
                    when p.search_name like all ($9) then 2
                    when p.search_name like all ($10) then 3
                    else 4
                end as rank, length(p.search_name) as size, p.name',
                'p.rank, p.size, p.name collate store.names, p.product_id'
            ),
            ('price_asc', ', p.price', 'p.price, p.product_id'),
            ('price_desc', ', p.price', 'p.price desc, p.product_id'),
            ('name_asc', ', p.name', 'p.name collate store.names, p.product_id'),
            ('name_desc', ', p.name', 'p.name collate store.names desc, p.product_id'),
            ('newest', ', p.created_at', 'p.created_at desc, p.product_id'),
            ('nothing to compare', '', 'p.product_id')
    ) as o (sort, keys, in_order)
    where o.sort in (v_sort, 'name_asc')
    order by o.sort = 'name_asc'
    limit 1;

    -- To look twice, once to count and once for the page, is the cheaper way where an index gives the order; words, and what is sold out,
    -- cost so much a row that each row is asked once.
    execute format(
        case
            when v_patterns is null and p_in_stock is not false then
                'select
                    (select count(*) %1$s),
                    array(select p.product_id %1$s order by %3$s limit $6 offset $7)'
            else
                'with found as materialized (select p.product_id %2$s %1$s)
                select
                    (select count(*) from found),
                    array(select p.product_id from found as p order by %3$s limit $6 offset $7)'
        end,
        v_asked || coalesce(
            (
                select string_agg(format(' and p.search_text like ($1)[%s]', word.place), '')
                from generate_series(1, cardinality(v_patterns)) as word (place)
            ),
            ''
        ),
        v_keys,
        v_order
    )
    into v_total, v_ids
    using
        v_patterns, p_category_id, p_min_price, p_max_price, p_branch_id, p_limit, p_offset, v_phrase, v_starts, v_within;

    if v_total = 0 and v_patterns is not null then
        v_similar := store.products_similar(v_patterns, p_category_id, p_organic_only, p_min_price, p_max_price);
    end if;

    if v_similar <> '{}' then
        execute format(
            'with found as materialized (select p.product_id %2$s %1$s and p.product_id = any ($11))
            select
                (select count(*) from found),
                array(select p.product_id from found as p order by %3$s limit $6 offset $7)',
            v_asked,
            v_keys,
            case when v_sort = 'relevance' then 'array_position($11, p.product_id)' else v_order end
        )
        into v_total, v_ids
        using
            v_patterns, p_category_id, p_min_price, p_max_price, p_branch_id, p_limit, p_offset, v_phrase, v_starts, v_within,
            v_similar;
    end if;

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
