create or replace function audit.entity_key(p_row jsonb, p_columns text[])
    returns jsonb
    language plpgsql
    immutable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The key of a row whose key has several columns; null where it has one, which entity_id holds.
-- Callers: record_insert, record_update, record_delete
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    if cardinality(p_columns) = 1 then
        return null;
    end if;

    return (select jsonb_object_agg(c.name, p_row -> c.name) from unnest(p_columns) as c (name));
end;
$$;

comment on function audit.entity_key is 'The whole key of a row, where it has several columns.';
revoke all on function audit.entity_key from public;
