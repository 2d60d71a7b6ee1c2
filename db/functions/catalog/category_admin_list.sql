create or replace function api.category_admin_list(
    p_actor_id bigint,
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
-- The categories, inactive ones too, by name.
-- Callers: GET /admin/categories
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    return store.page_json(
        array(
            select store.category_admin_json(k)
            from store.categories as k
            where p_is_active is null or k.is_active = p_is_active
            order by k.name collate store.names, k.category_id
            limit p_limit offset p_offset
        ),
        (
            select count(*)
            from store.categories as k
            where p_is_active is null or k.is_active = p_is_active
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.category_admin_list is 'The categories, inactive ones too.';
revoke all on function api.category_admin_list from public;
grant execute on function api.category_admin_list to mami_gateway, mami_operator;
