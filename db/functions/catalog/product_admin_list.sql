create or replace function api.product_admin_list(
    p_actor_id bigint,
    p_q text default null,
    p_category_id bigint default null,
    p_is_active boolean default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The products by name, inactive ones and those of inactive categories too: every word of p_q in name, SKU or description.
-- Callers: GET /admin/products
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
declare
    v_patterns text[] := store.search_patterns(store.search_fold(p_q));
    v_ids bigint[];
    v_total bigint;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    -- Two statements, as one for both questions could use neither the index for the words nor that for the order.
    if v_patterns is null then
        v_ids := array(
            select p.product_id
            from store.products as p
            where (p_category_id is null or p.category_id = p_category_id)
                and (p_is_active is null or p.is_active = p_is_active)
            order by p.name collate store.names, p.product_id
            limit p_limit offset p_offset
        );
        select count(*) into v_total
        from store.products as p
        where (p_category_id is null or p.category_id = p_category_id)
            and (p_is_active is null or p.is_active = p_is_active);
    else
        with found as materialized (
            select p.product_id, p.name
            from store.products as p
            where p.search_text like v_patterns[1]
                and not exists (select from unnest(v_patterns) as w (pattern) where p.search_text not like w.pattern)
                and (p_category_id is null or p.category_id = p_category_id)
                and (p_is_active is null or p.is_active = p_is_active)
        )
        select
            (select count(*) from found),
            array(select f.product_id from found as f order by f.name collate store.names, f.product_id limit p_limit offset p_offset)
        into v_total, v_ids;
    end if;

    return store.page_json(
        store.products_admin_json(v_ids),
        v_total,
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.product_admin_list is 'The products, inactive ones too.';
revoke all on function api.product_admin_list from public;
grant execute on function api.product_admin_list to mami_gateway, mami_operator;
