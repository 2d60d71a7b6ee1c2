create or replace function api.category_create(
    p_actor_id bigint,
    p_name text,
    p_description text default null,
    p_icon_slug text default null,
    p_is_active boolean default true
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Makes a category. A name that differs from another in case or blanks alone is the same.
-- Callers: POST /admin/categories
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS409 DUPLICATE
-- Locks:   none
-- Writes:  store.categories
declare
    v_category store.categories;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    -- Waits for another one of the same name that is being made.
    insert into store.categories (name, description, icon_slug, is_active)
    values (store.one_line(p_name), p_description, p_icon_slug, coalesce(p_is_active, true))
    on conflict do nothing
    returning * into v_category;

    if not found then
        perform store.fail('DUPLICATE', '{"field": "name"}');
    end if;

    return store.data_json(store.category_admin_json(v_category));
end;
$$;

comment on function api.category_create is 'Makes a category.';
revoke all on function api.category_create from public;
grant execute on function api.category_create to mami_gateway, mami_operator;
