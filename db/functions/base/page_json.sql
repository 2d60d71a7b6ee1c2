-- migrator: replaces store.page_json(json, bigint, integer, integer)
create or replace function store.page_json(p_rows json[], p_total bigint, p_limit integer, p_offset integer)
    returns json
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The body of a list: its rows and where they stand in the whole.
-- Callers: every list
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return row_to_json(
        row(
            coalesce(array_to_json(p_rows), '[]'::json),
            row(p_total, p_limit, p_offset, p_offset::bigint + p_limit < p_total)::store.pagination
        )::store.page_body
    );
end;
$$;

comment on function store.page_json is 'The body of a list: its rows and where they stand in the whole.';
revoke all on function store.page_json from public;
