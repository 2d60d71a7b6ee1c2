create or replace function api.audit_export(
    p_actor_id bigint,
    p_entity_type text default null,
    p_entity_id bigint default null,
    p_entity_name text default null,
    p_entry_actor_id bigint default null,
    p_actor_email text default null,
    p_subject_user_id bigint default null,
    p_field text default null,
    p_action text default null,
    p_request_id text default null,
    p_source text default null,
    p_date_from date default null,
    p_date_to date default null,
    p_q text default null,
    p_format text default 'csv',
    p_cursor text default null
)
    returns table (
        next_cursor text,
        entry json,
        id bigint,
        created_at text,
        entity_type text,
        entity_id bigint,
        entity_key jsonb,
        action text,
        actor_user_id bigint,
        actor_email text,
        subject_user_id bigint,
        db_user text,
        request_id text,
        source text,
        old_value jsonb,
        new_value jsonb,
        context jsonb
    )
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- A part of all entries that fit, the newest first: what was found among the next 2,000, or 5,000 where each must be asked, behind
-- p_cursor. Its last row bears the cursor of the next part and nothing else; without it this part was the last. So however long a
-- list somebody fetches, no statement and no transaction is long. The columns of a CSV, or for the format jsonl each entry as JSON.
-- The first part notes in the log that it is read.
-- Callers: GET /admin/audit/export
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  audit.entries
declare
    v_filter audit.filter;
    v_limit integer;
    v_ids bigint[];
    v_times timestamptz[];
    v_next text;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    v_filter := audit.filter_of(
        p_entity_type, p_entity_id, p_entity_name, p_entry_actor_id, p_actor_email, p_subject_user_id, p_field, p_action,
        p_request_id, p_source, p_date_from, p_date_to, p_q
    );
    v_limit := case when audit.asks_each(v_filter) then 5000 else 2000 end;

    select
        array_agg(l.audit_entry_id order by l.place) filter (where l.is_found),
        array_agg(l.created_at order by l.place) filter (where l.is_found),
        max(audit.cursor_of(l.created_at, l.audit_entry_id)) filter (where l.place = v_limit)
    into v_ids, v_times, v_next
    from audit.entries_find(v_filter, p_cursor, v_limit) with ordinality as l (audit_entry_id, created_at, is_found, place);

    if p_cursor is null then
        perform audit.event('AUDIT_EXPORTED', 'audit', null, jsonb_build_object('filters', v_filter.asked, 'format', p_format));
    end if;

    if p_format = 'jsonl' then
        return query
            select
                null::text, j.entry, null::bigint, null::text, null::text, null::bigint, null::jsonb, null::text, null::bigint,
                null::text, null::bigint, null::text, null::text, null::text, null::jsonb, null::jsonb, null::jsonb
            from unnest(audit.entries_json(v_ids, v_times)) as j (entry);
    else
        return query
            select
                null::text, null::json, e.audit_entry_id, store.rfc3339(e.created_at), e.entity_type, e.entity_id, e.entity_key,
                e.action, e.actor_user_id, u.email, e.subject_user_id, e.db_user, e.request_id, e.source, e.old_value,
                e.new_value, e.context
            from unnest(v_ids, v_times) with ordinality as part (audit_entry_id, created_at, place)
            join audit.entries as e on e.audit_entry_id = part.audit_entry_id and e.created_at = part.created_at
            left join store.users as u on u.user_id = e.actor_user_id
            order by part.place;
    end if;

    if v_next is not null then
        return query
            select
                v_next, null::json, null::bigint, null::text, null::text, null::bigint, null::jsonb, null::text, null::bigint,
                null::text, null::bigint, null::text, null::text, null::text, null::jsonb, null::jsonb, null::jsonb;
    end if;
end;
$$;

comment on function api.audit_export is 'A part of all entries of the audit log that fit.';
revoke all on function api.audit_export from public;
grant execute on function api.audit_export to mami_gateway, mami_operator;
