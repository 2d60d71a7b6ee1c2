create or replace function api.category_update(
    p_actor_id bigint,
    p_category_id bigint,
    p_name text default null,
    p_description text default null,
    p_icon_slug text default null,
    p_clear text[] default '{}'
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Changes a category: what is null stays; p_clear names what is to be empty: description, icon_slug.
-- Callers: PATCH /admin/categories/{id}
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 CATEGORY_NOT_FOUND, MS409 DUPLICATE
-- Locks:   categories row
-- Writes:  store.categories
declare
    v_category store.categories;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if not p_clear <@ '{description,icon_slug}'::text[] then
        perform store.fail_field('clear', 'may name description and icon_slug');
    end if;

    -- The index decides, so that two at once cannot both be told that there is none like it. A subtransaction, where few pass.
    begin
        update store.categories as k
        set
            name = coalesce(store.one_line(p_name), k.name),
            description = case when 'description' = any (p_clear) then null else coalesce(p_description, k.description) end,
            icon_slug = case when 'icon_slug' = any (p_clear) then null else coalesce(p_icon_slug, k.icon_slug) end,
            updated_at = now()
        where k.category_id = p_category_id
        returning * into v_category;
    exception when unique_violation then
        perform store.fail('DUPLICATE', '{"field": "name"}');
    end;

    if v_category.category_id is null then
        perform store.fail('CATEGORY_NOT_FOUND');
    end if;

    return store.data_json(store.category_admin_json(v_category));
end;
$$;

comment on function api.category_update is 'Changes a category.';
revoke all on function api.category_update from public;
grant execute on function api.category_update to mami_gateway, mami_operator;
