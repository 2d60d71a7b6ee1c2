create or replace function api.product_autocomplete(p_q text, p_limit integer default 10)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
as $$
-- Products for a half-typed search: names that begin with it, then those of which words begin with its words, then those that have the
-- words anywhere; if there are none, the most similar. Each look only for what the one before left open.
-- Callers: GET /products/autocomplete
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_patterns text[] := store.search_patterns(store.search_fold(p_q));
    v_starts text[] := array(select '% ' || substr(w.pattern, 2) from unnest(v_patterns) as w (pattern));
    v_wanted text[];
    v_phrase text := store.search_name(p_q);
    v_categories bigint[] := array(select k.category_id from store.categories as k where k.is_active);
    v_ids bigint[] := array[]::bigint[];
begin
    if v_phrase <> '' then
        v_ids := array(
            select p.product_id
            from store.products as p
            where p.search_name collate "C" like v_phrase || '%'
                and p.is_active
                and p.category_id = any (v_categories)
                and p.search_text like all (v_patterns)
            order by p.search_name collate "C", p.product_id
            limit p_limit
        );
    end if;

    -- A loop of two: at the beginning of words, then anywhere.
    for v_look in 1..2 loop
        exit when cardinality(v_ids) >= p_limit;
        v_wanted := case v_look when 1 then v_starts else v_patterns end;
        -- Names are compared by people's order, which is dear, only where their lengths leave it open.
        v_ids := v_ids || array(
            select f.product_id
            from (
                select p.product_id, p.name, length(p.search_name) as size
                from store.products as p
                where p.search_text like v_wanted[1]
                    and p.search_text like all (v_wanted[2 :])
                    and p.is_active
                    and p.category_id = any (v_categories)
                    and p.product_id <> all (v_ids)
                order by length(p.search_name)
                fetch first (p_limit - cardinality(v_ids)) rows with ties
            ) as f
            order by f.size, f.name collate store.names, f.product_id
            limit p_limit - cardinality(v_ids)
        );
    end loop;

    if v_ids = '{}' then
        v_ids := (store.products_similar(v_patterns))[: p_limit];
    end if;

    return store.data_json(
        array_to_json(array(
            select row_to_json(product)
            from (
                select p.product_id as id, p.name
                from unnest(v_ids) with ordinality as found (product_id, place)
                join store.products as p on p.product_id = found.product_id
                order by found.place
            ) as product
        ))
    );
end;
$$;

comment on function api.product_autocomplete is 'Products for a half-typed search.';
revoke all on function api.product_autocomplete from public;
grant execute on function api.product_autocomplete to mami_gateway, mami_operator;
