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
    set max_parallel_workers_per_gather = 0
    set random_page_cost = 1.1
    set enable_hashjoin = off
as $$
-- Products that can be bought: every word of p_q in name, SKU or description. p_in_stock asks the branch if one is
-- given, else all of them. p_sort: relevance (the default with p_q), price_asc, price_desc, name_asc (the default
-- without), name_desc, newest; ties by id.
-- If nothing has every word, a second look takes words of four letters and more for misspelt, and finds the most similar first.
-- No other processor is asked to help, as they are for other shoppers; a catalogue is in memory, where an index costs little; what is
-- joined is in order by its indexes, and a table of hashes of all stock costs three times as much.
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
    v_within text[] := array(select btrim(w.pattern, '%') from unnest(store.search_patterns(v_phrase)) as w (pattern));
    v_starts text[] := array(select ' ' || w.word from unnest(v_within) as w (word));
    -- Nearly always empty, and then not asked for: a row of a shelf is compared with nothing.
    v_hidden bigint[] := array(select k.category_id from store.categories as k where not k.is_active);
    v_closed bigint[] := array(select b.branch_id from store.branches as b where not b.is_active);
    v_shelf text;
    v_stock text;
    v_asked text;
    v_found text;
    v_keys text;
    v_order text;
    v_similar bigint[];
    v_ids bigint[];
    v_total bigint;
begin
    -- Only what is asked for is asked: the planner knows an index for each sort and each word, but could not use one in a statement for
    -- all questions. The text is put together from what stands here; what comes from outside stays a parameter.
    v_shelf := concat(
        'p.is_active',
        case when v_hidden <> '{}' then ' and p.category_id <> all ($11)' end
    );
    v_stock := concat(
        'i.is_available',
        case when v_closed <> '{}' then ' and i.branch_id <> all ($12)' end,
        case when p_branch_id is not null then ' and i.branch_id = $5' end
    );
    v_asked := concat(
        'from store.products as p
        where ',
        v_shelf,
        case when p_category_id is not null then ' and p.category_id = $2' end,
        case when p_organic_only then ' and p.is_organic' end,
        case when p_min_price is not null then ' and p.price >= $3' end,
        case when p_max_price is not null then ' and p.price <= $4' end,
        case
            when p_in_stock is not null then format(
                ' and %s (select from store.inventory as i where i.product_id = p.product_id and %s)',
                case when p_in_stock then 'exists' else 'not exists' end,
                v_stock
            )
        end
    );
    v_found := v_asked || coalesce(
        (
            select string_agg(format(' and p.search_text like ($1)[%s]', word.place), '')
            from generate_series(1, cardinality(v_patterns)) as word (place)
        ),
        ''
    );

    -- Among names in which the words stand alike, they are the larger part of the shorter one: what similarity would say, for a fiftieth
    -- of its price.
    select
        format(
            o.keys,
            coalesce(string_agg('strpos(p.search_name, ($9)[' || word.place || ']) > 0', ' and '), 'false'),
            coalesce(string_agg('strpos(p.search_name, ($10)[' || word.place || ']) > 0', ' and '), 'false')
        ),
        o.in_order
    into v_keys, v_order
    from (
        values
            (
                'relevance',
                ', case
                    when p.search_name = $8 then 0
                    when starts_with(p.search_name, $8) then 1
                    when %1$s then 2
                    when %2$s then 3
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
    left join generate_series(1, cardinality(v_within)) as word (place) on o.sort = 'relevance'
    where o.sort in (v_sort, 'name_asc')
    group by o.sort, o.keys, o.in_order
    order by o.sort = 'name_asc'
    limit 1;

    if p_in_stock is not false and (v_patterns is null or v_sort <> 'relevance') then
        -- Looked at twice, once to count and once for the page, as an index gives the order.
        execute
            case
                when p_in_stock and p_branch_id is not null
                    and v_patterns is null and p_category_id is null and p_organic_only is not true
                    and p_min_price is null and p_max_price is null
                then format(
                    -- What a branch has is counted in an index alone, without the products; those that are sold no more are few.
                    'select
                        (select count(*) from store.inventory as i where %2$s)
                        - (
                            select count(*)
                            from store.products as p
                            join store.inventory as i on i.product_id = p.product_id
                            where not (%1$s)
                                and %2$s
                        )',
                    v_shelf,
                    v_stock
                )
                else 'select count(*) ' || v_found
            end
        into v_total
        using
            v_patterns, p_category_id, p_min_price, p_max_price, p_branch_id, p_limit, p_offset, v_phrase, v_starts, v_within,
            v_hidden, v_closed;

        if v_total > p_offset then
            execute format(
                case
                    -- Of few, an index of all products in their order would be read to its end.
                    when v_total < 1000 then
                        'with found as materialized (select p.product_id %2$s %1$s)
                        select array(select p.product_id from found as p order by %3$s limit $6 offset $7)'
                    else 'select array(select p.product_id %1$s order by %3$s limit $6 offset $7)'
                end,
                v_found,
                v_keys,
                v_order
            )
            into v_ids
            using
                v_patterns, p_category_id, p_min_price, p_max_price, p_branch_id, p_limit, p_offset, v_phrase, v_starts, v_within,
                v_hidden, v_closed;
        end if;
    else
        -- Each row costs so much that it is asked once. Names are compared by people's order, which is dear, only where they decide about
        -- the page.
        execute format(
            'with found as materialized (select p.product_id %2$s %1$s)
            select
                (select count(*) from found),
                array(select p.product_id from (select p.* from found as p %4$s) as p order by %3$s limit $6 offset $7)',
            v_found,
            v_keys,
            v_order,
            case when v_sort = 'relevance' then 'order by p.rank, p.size fetch first ($6::bigint + $7) rows with ties' end
        )
        into v_total, v_ids
        using
            v_patterns, p_category_id, p_min_price, p_max_price, p_branch_id, p_limit, p_offset, v_phrase, v_starts, v_within,
            v_hidden, v_closed;
    end if;

    if v_total = 0 and v_patterns is not null then
        v_similar := store.products_similar(v_patterns, p_category_id, p_organic_only, p_min_price, p_max_price);
    end if;

    if v_similar <> '{}' then
        execute format(
            'with found as materialized (select p.product_id %2$s %1$s and p.product_id = any ($13))
            select
                (select count(*) from found),
                array(select p.product_id from found as p order by %3$s limit $6 offset $7)',
            v_asked,
            v_keys,
            case when v_sort = 'relevance' then 'array_position($13, p.product_id)' else v_order end
        )
        into v_total, v_ids
        using
            v_patterns, p_category_id, p_min_price, p_max_price, p_branch_id, p_limit, p_offset, v_phrase, v_starts, v_within,
            v_hidden, v_closed, v_similar;
    end if;

    return store.page_json(
        store.products_json(coalesce(v_ids, '{}'), p_branch_id),
        v_total,
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.product_search is 'Searches the products that can be bought.';
revoke all on function api.product_search from public;
grant execute on function api.product_search to mami_gateway, mami_operator;
