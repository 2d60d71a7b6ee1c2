create or replace function audit.refuse_truncate()
    returns trigger
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- TRUNCATE gives its triggers no rows, so it would be a change that the audit log misses.
-- Callers: the triggers that the migrator makes of db/audit.sql
-- Errors:  0A000, always
-- Locks:   none
-- Writes:  none
begin
    raise feature_not_supported using
        message = format('%I.%I cannot be truncated', tg_table_schema, tg_table_name),
        hint = 'DELETE leaves its rows in the audit log.';
end;
$$;

comment on function audit.refuse_truncate is 'Trigger: refuses TRUNCATE, which the audit log cannot record.';
revoke all on function audit.refuse_truncate from public;
