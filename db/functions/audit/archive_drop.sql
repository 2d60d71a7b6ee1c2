-- migrator: allow dynamic-sql: the name of a partition cannot be a parameter; it is built from a date alone
create or replace function audit.archive_drop(p_month date)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Drops the table of a month that is in an archive. Nothing else of the log is ever dropped.
-- Callers: a DBA in psql, as mami_owner
-- Errors:  55000 when the month is in no archive, was dropped before, or is attached again
-- Locks:   the month's table, exclusively
-- Writes:  audit.archives, audit.entries
declare
    v_table text := 'entries_' || to_char(p_month, 'YYYY_MM');
begin
    update audit.archives as a
    set dropped_at = clock_timestamp()
    where a.month = p_month
        and a.dropped_at is null;

    if not found then
        raise object_not_in_prerequisite_state using
            message = format('%s is in no archive, or was dropped before', to_char(p_month, 'YYYY-MM'));
    elsif exists (select from pg_inherits as i where i.inhrelid = to_regclass('audit.' || v_table)) then
        raise object_not_in_prerequisite_state using message = format('audit.%I is attached', v_table);
    end if;

    execute format('drop table audit.%I', v_table);

    perform audit.event('AUDIT_ARCHIVE_DROPPED', 'audit', null, jsonb_build_object('month', to_char(p_month, 'YYYY-MM')));
end;
$$;

comment on function audit.archive_drop is 'Drops the table of an archived month.';
revoke all on function audit.archive_drop from public;
