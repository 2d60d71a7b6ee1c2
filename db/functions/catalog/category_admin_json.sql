create or replace function store.category_admin_json(p_category store.categories)
    returns json
    language sql
    stable parallel safe
    security invoker
return row_to_json(
    row(
        (p_category).category_id,
        (p_category).name,
        (p_category).description,
        (p_category).icon_slug,
        (p_category).is_active,
        store.rfc3339((p_category).created_at),
        store.rfc3339((p_category).updated_at)
    )::store.category_admin_answer
);

comment on function store.category_admin_json is 'A category as managers see one. No SET clause, so that it is inlined.';
revoke all on function store.category_admin_json from public;
