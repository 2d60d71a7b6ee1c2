create or replace function audit.entities_named(p_entity_type text, p_name text)
    returns table (entity_type text, entity_id bigint)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
as $$
-- What has every word of p_name in its name of today: products (name, SKU), categories, branches, users (e-mail, name, phone),
-- orders (number); the stock of products if that is the type asked for. Of one type if p_entity_type is given; the newest 100.
-- Callers: filter_of
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_patterns text[] := store.search_patterns(p_name);
    -- The same as the search for products has it.
    v_folded text[] := store.search_patterns(store.search_fold(p_name));
    -- The longest word, which an index can be asked for.
    v_first text := v_patterns[1];
    v_first_folded text := v_folded[1];
begin
    return query
        select n.entity_type, n.entity_id
        from (
            select 'products' as entity_type, p.product_id as entity_id
            from store.products as p
            where p.search_text like v_first_folded
                and store.search_fold(p.name || ' ' || p.sku) like all (v_folded)
            union all
            select 'inventory', i.inventory_id
            from store.products as p
            join store.inventory as i on i.product_id = p.product_id
            where p_entity_type = 'inventory'
                and p.search_text like v_first_folded
                and store.search_fold(p.name || ' ' || p.sku) like all (v_folded)
            union all
            select 'categories', c.category_id from store.categories as c where store.search_fold(c.name) like all (v_folded)
            union all
            select 'branches', b.branch_id from store.branches as b where store.search_fold(b.name) like all (v_folded)
            union all
            select 'users', u.user_id
            from store.users as u
            -- As users_search_idx has it.
            where lower(u.email || ' ' || u.full_name || ' ' || coalesce(u.phone, '')) like v_first
                and lower(u.email || ' ' || u.full_name || ' ' || coalesce(u.phone, '')) like all (v_patterns)
            union all
            select 'orders', o.order_id from store.orders as o where o.order_number = upper(btrim(p_name))
        ) as n
        where p_entity_type is null or n.entity_type = p_entity_type
        order by n.entity_id desc, n.entity_type
        limit 100;
end;
$$;

comment on function audit.entities_named is 'What has a name of today.';
revoke all on function audit.entities_named from public;
