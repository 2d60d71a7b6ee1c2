create or replace function audit.entries_json(p_audit_entry_ids bigint[], p_times timestamptz[])
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
    set jit = off
as $$
-- Entries of the log as the API shows them, in the order of the ids. Each comes with its created_at, which says in which partition it is.
-- Callers: audit_search, audit_export, order_story
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(
            row(
                e.audit_entry_id, e.entity_type, e.entity_id, e.entity_key, e.action, e.old_value, e.new_value, e.context,
                e.actor_user_id, u.email, e.subject_user_id, e.db_user, e.request_id, e.source, store.rfc3339(e.created_at)
            )::audit.entry_answer
        )
        from unnest(p_audit_entry_ids, p_times) with ordinality as page (audit_entry_id, created_at, place)
        join audit.entries as e on e.audit_entry_id = page.audit_entry_id and e.created_at = page.created_at
        left join store.users as u on u.user_id = e.actor_user_id
        order by page.place
    );
end;
$$;

comment on function audit.entries_json is 'Entries of the log as the API shows them.';
revoke all on function audit.entries_json from public;
