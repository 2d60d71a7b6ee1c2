create or replace function audit.entries_find(p_filter audit.filter, p_cursor text, p_limit integer)
    returns table (audit_entry_id bigint, created_at timestamptz, is_found boolean)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
    set jit = off
    set enable_bitmapscan = off
as $$
-- Looks at p_limit entries, the newest first, behind p_cursor: those that an index finds by the filter, each with whether it fits the
-- rest of the filter. So no question costs more than p_limit entries, however rare its answer is in however many.
-- Planned anew at each call, as each filter has an index of its own; without JIT, which would compile longer than it runs, and without
-- bitmaps, which collect all that fits both of two filters before the newest can be told: an index by time stops at the page's end.
-- Callers: audit_search, audit_export
-- Errors:  MS400 VALIDATION_ERROR
-- Locks:   none
-- Writes:  none
declare
    v_parts text[] := regexp_match(p_cursor, '^(\d{1,16})-(\d{1,18})$');
    v_before_at timestamptz;
    v_before_id bigint;
    -- The months to come are empty, and need not be planned for.
    v_ends_at timestamptz := coalesce(p_filter.ends_at, now() + interval '1 day');
begin
    if p_cursor is not null and v_parts is null then
        perform store.fail_field('cursor', 'must be the next_cursor of an answer');
    elsif p_filter.is_empty then
        return;
    end if;

    v_before_at := 'epoch'::timestamptz + v_parts[1]::bigint * interval '1 microsecond';
    v_before_id := v_parts[2]::bigint;

    return query
        select
            e.audit_entry_id,
            e.created_at,
            (p_filter.action is null or e.action = p_filter.action)
            and (p_filter.source is null or e.source = p_filter.source)
            and (
                p_filter.field is null
                -- Who makes or removes a row changes no field of it.
                or (e.action = 'UPDATE' and coalesce(e.new_value ? p_filter.field, false))
            )
            and (
                p_filter.pattern is null
                -- The whole text first: to take a document apart costs ten times as much.
                or lower(concat_ws(' ', e.old_value, e.new_value, e.context)) like p_filter.json_pattern
                and exists (
                    select
                    from (values (e.old_value), (e.new_value), (e.context)) as v (document)
                    cross join lateral jsonb_each_text(v.document) as m
                    where lower(m.value) like p_filter.pattern
                )
            )
        from (
            select i.audit_entry_id, i.created_at, i.action, i.source, i.old_value, i.new_value, i.context
            from audit.entries as i
            where (p_filter.entity_type is null or i.entity_type = p_filter.entity_type)
                and (p_filter.entity_id is null or i.entity_id = p_filter.entity_id)
                and (p_filter.entity_types is null or i.entity_type = any (p_filter.entity_types))
                and (p_filter.entity_ids is null or i.entity_id = any (p_filter.entity_ids))
                and (p_filter.entities is null or i.entity_type || ' ' || i.entity_id = any (p_filter.entities))
                and (p_filter.actor_user_id is null or i.actor_user_id = p_filter.actor_user_id)
                and (p_filter.subject_user_id is null or i.subject_user_id = p_filter.subject_user_id)
                and (p_filter.event is null or i.action = p_filter.event)
                and (p_filter.request_id is null or i.request_id = p_filter.request_id)
                and (p_filter.starts_at is null or i.created_at >= p_filter.starts_at)
                and i.created_at < v_ends_at
                and (
                    v_before_at is null
                    -- The first says nothing new, but to the partitions.
                    or (i.created_at <= v_before_at and (i.created_at, i.audit_entry_id) < (v_before_at, v_before_id))
                )
            order by i.created_at desc, i.audit_entry_id desc
            limit p_limit
        ) as e;
end;
$$;

comment on function audit.entries_find is 'The newest entries that fit a filter, as far as it has looked.';
revoke all on function audit.entries_find from public;
