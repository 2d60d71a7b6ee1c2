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
        (
            select json_agg(
                json_build_object(
                    'id', page.category_id,
                    'name', page.name,
                    'description', page.description,
                    'icon_slug', page.icon_slug,
                    'is_active', page.is_active
                )
                order by page.name
            )
            from (
                select k.*
                from store.categories as k
                where k.is_active
                order by k.name
                limit p_limit offset p_offset
            ) as page
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
