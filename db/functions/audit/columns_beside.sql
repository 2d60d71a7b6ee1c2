create or replace function audit.columns_beside(p_table oid, p_keys text[])
    returns text[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The columns of a table that are not in its key: without them, a row's JSON is its whole key.
-- Callers: record_insert, record_update, record_delete, where the key has several columns
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select a.attname::text
        from pg_attribute as a
        where a.attrelid = p_table
            and a.attnum > 0
            and not a.attisdropped
            and a.attname <> all (p_keys)
        order by a.attnum
    );
end;
$$;

comment on function audit.columns_beside is 'The columns of a table that are not in its key.';
revoke all on function audit.columns_beside from public;
