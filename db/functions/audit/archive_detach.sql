-- migrator: allow dynamic-sql: the name of a partition cannot be a parameter; it is built from a date alone
create or replace function audit.archive_detach(p_month date, p_file_name text, p_file_hash bytea, p_rows bigint, p_checkpoint_id bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Takes a month out of the log that stands in a file, and notes which file. The table stays until archive_drop.
-- Callers: migrator audit-archive, when it has read the file again
-- Errors:  55000 when the month cannot be archived, or has not as many entries as the file
-- Locks:   audit.entries and the partition, exclusively
-- Writes:  audit.archives, audit.entries
declare
    v_partition text := 'entries_' || to_char(p_month, 'YYYY_MM');
    v_rows bigint;
begin
    perform audit.archive_plan(p_month);

    execute format('alter table audit.entries detach partition audit.%I', v_partition);
    execute format('select count(*) from audit.%I', v_partition) into v_rows;

    if v_rows <> p_rows then
        raise object_not_in_prerequisite_state using
            message = format('%s has %s entries, and the file %s', to_char(p_month, 'YYYY-MM'), v_rows, p_rows);
    end if;

    insert into audit.archives (month, file_name, file_hash, rows, checkpoint_id)
    values (p_month, p_file_name, p_file_hash, p_rows, p_checkpoint_id);

    perform audit.event(
        'AUDIT_ARCHIVED', 'audit', null,
        jsonb_build_object(
            'month', to_char(p_month, 'YYYY-MM'), 'file', p_file_name, 'sha256', encode(p_file_hash, 'hex'), 'entries', p_rows
        )
    );
end;
$$;

comment on function audit.archive_detach is 'Takes a month that stands in a file out of the audit log.';
revoke all on function audit.archive_detach from public;
