create or replace function api.product_autocomplete(p_q text, p_limit integer default 10)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Products for a half-typed search: every word somewhere, names that begin with it first.
-- Callers: GET /products/autocomplete
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_patterns text[] := store.search_patterns(p_q);
begin
    return store.data_json(
        array_to_json(array(
            select row_to_json(product)
            from (
                select p.product_id as id, p.name
                from store.products as p
                join store.categories as k on k.category_id = p.category_id
                where p.is_active
                    and k.is_active
                    and p.search_text like v_patterns[1]
                    and not exists (
                        select from unnest(v_patterns) as w (pattern) where p.search_text not like w.pattern
                    )
                order by starts_with(lower(p.name), lower(btrim(p_q))) desc, p.name, p.product_id
                limit p_limit
            ) as product
        ))
    );
end;
$$;

comment on function api.product_autocomplete is 'Products for a half-typed search.';
revoke all on function api.product_autocomplete from public;
grant execute on function api.product_autocomplete to mami_gateway, mami_operator;
