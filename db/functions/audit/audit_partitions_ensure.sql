create or replace function api.audit_partitions_ensure()
    returns integer
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
    set lock_timeout = '1s'
as $$
-- Makes the monthly partitions ahead, also where nobody deploys for a year. It waits a second for its locks and no longer, as writers wait
-- behind it: the next hour will do. One gateway at a time; the others have nothing to do.
-- Callers: the gateway, each hour
-- Errors:  55P03 when the log is too busy
-- Locks:   an advisory lock; the log and its default partition, exclusively, when a month is missing
-- Writes:  partitions of the log: rows move there from audit.entries_default
begin
    return case
        when pg_try_advisory_xact_lock(hashtextextended('audit partitions', 0)) then audit.partitions_ensure()
        else 0
    end;
end;
$$;

comment on function api.audit_partitions_ensure is 'Makes the audit log''s monthly partitions ahead of time.';
revoke all on function api.audit_partitions_ensure from public;
grant execute on function api.audit_partitions_ensure to mami_gateway;
