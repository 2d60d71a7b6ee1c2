create or replace function audit.archive_plan(p_month date)
    returns table (rows bigint, checkpoint_id bigint, size bigint, note text, public_key text)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Whether a month of the log can go into an archive, how many entries it has, and the newest checkpoint, which covers all of them. A month can
-- when it is over, has its partition, and each entry is sealed below a signed checkpoint.
-- Callers: archive_detach, migrator audit-archive
-- Errors:  55000 with the reason why not
-- Locks:   none
-- Writes:  none
declare
    v_start timestamptz := p_month::timestamp at time zone 'UTC';
    v_end timestamptz := (p_month + interval '1 month') at time zone 'UTC';
    v_checkpoint audit.checkpoints;
    v_rows bigint;
    v_outside bigint;
    v_problem text;
begin
    select c.* into v_checkpoint from audit.checkpoints as c order by c.size desc, c.checkpoint_id desc limit 1;

    select count(*), count(*) filter (where l.leaf_index is null or l.leaf_index >= coalesce(v_checkpoint.size, 0))
    into v_rows, v_outside
    from audit.entries as e
    left join audit.leaves as l on l.audit_entry_id = e.audit_entry_id and l.created_at = e.created_at
    where e.created_at >= v_start
        and e.created_at < v_end;

    v_problem := case
        when extract(day from p_month) <> 1 then 'a month is named by its first day'
        when v_end > now() then 'the month is not over'
        when exists (select from audit.archives as a where a.month = p_month) then 'it is in an archive already'
        when not exists (
            select
            from pg_inherits as i
            where i.inhparent = 'audit.entries'::regclass
                and i.inhrelid = to_regclass('audit.entries_' || to_char(p_month, 'YYYY_MM'))
        ) then 'it has no partition'
        when v_outside > 0 then format('%s of its entries are below no signed checkpoint yet', v_outside)
        when v_checkpoint.checkpoint_id is null then 'no checkpoint has been signed yet'
    end;

    if v_problem is not null then
        raise object_not_in_prerequisite_state using message = format('%s cannot be archived: %s', to_char(p_month, 'YYYY-MM'), v_problem);
    end if;

    return query
        select
            v_rows, v_checkpoint.checkpoint_id, v_checkpoint.size, v_checkpoint.note,
            audit.verifier_key(v_checkpoint.origin, v_checkpoint.public_key);
end;
$$;

comment on function audit.archive_plan is 'Whether a month of the audit log can go into an archive, and under which checkpoint.';
revoke all on function audit.archive_plan from public;
