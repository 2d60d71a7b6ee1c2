create or replace function api.audit_search(
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
    p_cursor text default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Entries of the audit log, the newest first, behind p_cursor if one is given. The total counts what was looked at: a thousand
-- entries, or up to the end of the page, of what an index finds; 5,000 entries where each must be asked (p_field, p_source,
-- p_q, an INSERT or UPDATE). There may be more if it is not exact, and next_cursor goes on where this call has stopped.
-- Who reads the log stands in it.
-- Callers: GET /admin/audit
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  audit.entries
declare
    v_filter audit.filter;
    v_limit integer;
    v_is_whole boolean;
    v_total bigint;
    v_ids bigint[];
    v_times timestamptz[];
    v_next text;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if p_offset not between 0 and 10000 then
        perform store.fail_field('offset', 'must be at most 10000: go on with next_cursor');
    elsif p_limit not between 1 and 10000 then
        perform store.fail_field('limit', 'must be from 1 to 10000');
    end if;

    v_filter := audit.filter_of(
        p_entity_type, p_entity_id, p_entity_name, p_entry_actor_id, p_actor_email, p_subject_user_id, p_field, p_action,
        p_request_id, p_source, p_date_from, p_date_to, p_q
    );
    v_limit := case when audit.asks_each(v_filter) then 5000 else greatest(1000, p_offset + p_limit) end;

    -- One more than counts tells whether there are more.
    with looked_at as materialized (
        select x.audit_entry_id, x.created_at, x.is_found, x.place
        from audit.entries_find(v_filter, p_cursor, v_limit + 1) with ordinality
            as x (audit_entry_id, created_at, is_found, place)
    ),
    found as materialized (
        select l.audit_entry_id, l.created_at, row_number() over (order by l.place) as place
        from looked_at as l
        where l.is_found
            and l.place <= v_limit
    ),
    page as (
        select f.audit_entry_id, f.created_at, f.place from found as f where f.place > p_offset and f.place <= p_offset + p_limit
    )
    select
        not exists (select from looked_at as l where l.place > v_limit),
        (select count(*) from found),
        array(select p.audit_entry_id from page as p order by p.place),
        array(select p.created_at from page as p order by p.place),
        coalesce(
            -- Behind the page, where more was found; else behind what was looked at, where there is more of it.
            (
                select audit.cursor_of(f.created_at, f.audit_entry_id)
                from found as f
                where f.place = p_offset + p_limit
                    and exists (select from found as n where n.place > f.place)
            ),
            (
                select audit.cursor_of(l.created_at, l.audit_entry_id)
                from looked_at as l
                where l.place = v_limit
                    and exists (select from looked_at as n where n.place > v_limit)
            )
        )
    into v_is_whole, v_total, v_ids, v_times, v_next;

    perform audit.event('AUDIT_READ', 'audit', null, jsonb_build_object('filters', v_filter.asked, 'entries', cardinality(v_ids)));

    return row_to_json(
        row(
            array_to_json(audit.entries_json(v_ids, v_times)),
            row(v_total, v_is_whole, p_limit, p_offset, v_next is not null, v_next)::audit.pagination
        )::audit.page_body
    );
end;
$$;

comment on function api.audit_search is 'Entries of the audit log, the newest first.';
revoke all on function api.audit_search from public;
grant execute on function api.audit_search to mami_gateway, mami_operator;
