create or replace function audit.filter_of(
    p_entity_type text,
    p_entity_id bigint,
    p_entity_name text,
    p_actor_id bigint,
    p_actor_email text,
    p_subject_user_id bigint,
    p_field text,
    p_action text,
    p_request_id text,
    p_source text,
    p_date_from date,
    p_date_to date,
    p_q text
)
    returns audit.filter
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What somebody asks of the log, as the log can be asked: names and e-mails as ids, days of the shop's zone as times.
-- Callers: audit_search, audit_export
-- Errors:  MS400 VALIDATION_ERROR
-- Locks:   none
-- Writes:  none
declare
    v_filter audit.filter;
    v_zone text := (select s.time_zone from store.settings as s);
begin
    if p_date_to < p_date_from then
        perform store.fail_field('date_to', 'must not be before date_from');
    elsif length(p_q) > 200 then
        perform store.fail_field('q', 'must have 1 to 200 characters');
    elsif length(p_entity_name) > 200 then
        perform store.fail_field('entity_name', 'must have 1 to 200 characters');
    end if;

    v_filter.asked := jsonb_strip_nulls(
        jsonb_build_object(
            'entity_type', p_entity_type, 'entity_id', p_entity_id, 'entity_name', p_entity_name, 'actor_id', p_actor_id,
            'actor_email', p_actor_email, 'subject_user_id', p_subject_user_id, 'field', p_field, 'action', p_action,
            'request_id', p_request_id, 'source', p_source, 'date_from', p_date_from, 'date_to', p_date_to, 'q', p_q
        )
    );
    v_filter.is_empty := false;

    v_filter.entity_type := p_entity_type;
    v_filter.entity_id := p_entity_id;

    if p_entity_name is not null then
        select
            array_agg(distinct n.entity_type), array_agg(distinct n.entity_id),
            array_agg(n.entity_type || ' ' || n.entity_id)
        into v_filter.entity_types, v_filter.entity_ids, v_filter.entities
        from audit.entities_named(p_entity_type, p_entity_name) as n;

        v_filter.is_empty := v_filter.entities is null;
    elsif p_entity_id is not null and p_entity_type is null then
        -- An index knows ids by their types alone.
        v_filter.entity_types := array(select r.table_name from audit.register as r where r.key_columns is not null);
    end if;

    v_filter.actor_user_id := p_actor_id;

    if p_actor_email is not null then
        select u.user_id into v_filter.actor_user_id
        from store.users as u
        where lower(u.email) = lower(p_actor_email)
            and (p_actor_id is null or u.user_id = p_actor_id);

        v_filter.is_empty := v_filter.is_empty or not found;
    end if;

    v_filter.subject_user_id := p_subject_user_id;
    v_filter.request_id := p_request_id;
    v_filter.starts_at := p_date_from::timestamp at time zone v_zone;
    v_filter.ends_at := (p_date_to + 1)::timestamp at time zone v_zone;
    v_filter.action := p_action;
    -- As entries_event_idx has it.
    v_filter.event := case when p_action not in ('INSERT', 'UPDATE') then p_action end;
    v_filter.source := p_source;
    v_filter.field := p_field;
    v_filter.pattern := '%' || regexp_replace(lower(p_q), '([\\%_])', '\\\1', 'g') || '%';
    v_filter.json_pattern := '%' || regexp_replace(btrim(to_json(lower(p_q))::text, '"'), '([\\%_])', '\\\1', 'g') || '%';

    return v_filter;
end;
$$;

comment on function audit.filter_of is 'What somebody asks of the log, as the log can be asked.';
revoke all on function audit.filter_of from public;
