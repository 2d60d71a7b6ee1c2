create or replace function api.category_list(p_limit integer default 50, p_offset integer default 0)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The active categories by name.
-- Callers: GET /categories
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return store.page_json(
        array(
            select row_to_json(category)
            from (
                select k.category_id as id, k.name, k.description, k.icon_slug, k.is_active
                from store.categories as k
                where k.is_active
                order by k.name collate store.names, k.category_id
                limit p_limit offset p_offset
            ) as category
        ),
        (select count(*) from store.categories as k where k.is_active),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.category_list is 'The active categories.';
revoke all on function api.category_list from public;
grant execute on function api.category_list to mami_gateway, mami_operator;
