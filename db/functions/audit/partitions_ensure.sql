-- migrator: allow dynamic-sql: a partition's name and bounds cannot be parameters; both are built from dates alone
create or replace function audit.partitions_ensure(p_months_ahead integer default 12)
    returns integer
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Makes the monthly partitions of audit.entries from this month on, and those of months whose rows stand in the default partition as nobody
-- had made theirs in time; gives how many. The rows move into the new partition in the same transaction. A month that was archived
-- gets none again: what comes for it stays in the default partition, where api.audit_verify finds it.
-- @plpgsql_check_options: performance_warnings = off
-- (The check cannot see that dynamic SQL writes.) Dynamic SQL, because a partition's name and bounds cannot be
-- parameters; both are built from dates alone.
-- Callers: db/seed/reference.sql, so every `migrator up`; audit_partitions_ensure, so every gateway each hour
-- Errors:  none
-- Locks:   audit.entries and audit.entries_default, exclusively, when a month is missing
-- Writes:  partitions of audit.entries: rows move there from audit.entries_default
declare
    v_month date;
    v_name text;
    v_made integer := 0;
begin
    for v_month in
        select (date_trunc('month', now() at time zone 'UTC') + make_interval(months => n))::date as month
        from generate_series(0, p_months_ahead) as n
        union
        select date_trunc('month', e.created_at at time zone 'UTC')::date from audit.entries_default as e
        order by 1
    loop
        v_name := 'entries_' || to_char(v_month, 'YYYY_MM');
        continue when to_regclass('audit.' || v_name) is not null;

        execute format('create table audit.%I (like audit.entries including defaults including constraints)', v_name);
        execute format(
            'with moved as (
                delete from audit.entries_default where created_at >= %L and created_at < %L returning *
            )
            insert into audit.%I select * from moved',
            v_month::timestamp at time zone 'UTC',
            (v_month + interval '1 month') at time zone 'UTC',
            v_name
        );
        execute format(
            'alter table audit.entries attach partition audit.%I for values from (%L) to (%L)',
            v_name,
            v_month::timestamp at time zone 'UTC',
            (v_month + interval '1 month') at time zone 'UTC'
        );
        -- As db/grants.sql has it for the others.
        execute format('revoke update, delete, truncate on audit.%I from mami_owner', v_name);
        v_made := v_made + 1;
    end loop;

    return v_made;
end;
$$;

comment on function audit.partitions_ensure is 'Makes the audit log''s monthly partitions ahead of time.';
revoke all on function audit.partitions_ensure from public;
