create or replace function store.page_json(p_data json, p_total bigint, p_limit integer, p_offset integer)
    returns json
    language sql
    immutable parallel safe
    security invoker
return json_build_object(
    'data', coalesce(p_data, '[]'::json),
    'pagination', json_build_object(
        'total', p_total,
        'limit', p_limit,
        'offset', p_offset,
        'has_next', p_offset::bigint + p_limit < p_total
    )
);

comment on function store.page_json is 'The body of a list: its rows and where they stand in the whole.';
revoke all on function store.page_json from public;
