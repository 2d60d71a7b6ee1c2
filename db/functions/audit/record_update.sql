create or replace function audit.record_update()
    returns trigger
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Records the changed columns of an UPDATE, set-based; a secret column shows that it changed, not what to.
-- Rows are paired by id with a full join: a changed id shows as two rows, never as none.
-- Callers: the statement-level triggers of db/triggers.sql; arguments: the id column, then the secret columns.
-- Errors:  42501 when the gateway writes without an actor
-- Locks:   none
-- Writes:  audit.entries
declare
    v_actor text := nullif(current_setting('mami.actor', true), '');
    v_id_column text := tg_argv[0];
    v_secrets text[] := coalesce(tg_argv[1:], '{}');
begin
    if v_actor is null and session_user = 'mami_gateway' then
        raise insufficient_privilege using message = 'audit: the gateway writes without an actor';
    end if;

    insert into audit.entries (
        entity_type, entity_id, action, old_value, new_value, context, actor_user_id, request_id, source
    )
    select
        tg_table_name,
        coalesce(n.doc ->> v_id_column, o.doc ->> v_id_column)::bigint,
        'UPDATE',
        d.old_value,
        d.new_value,
        case when v_actor !~ '^[0-9]+$' then jsonb_build_object('actor', v_actor) end,
        case when v_actor ~ '^[0-9]+$' then v_actor::bigint end,
        nullif(current_setting('mami.request_id', true), ''),
        nullif(current_setting('mami.source', true), '')
    from (select to_jsonb(r) as doc from old_rows as r) as o
    full join (select to_jsonb(r) as doc from new_rows as r) as n on n.doc ->> v_id_column = o.doc ->> v_id_column
    cross join lateral (
        select
            jsonb_object_agg(key, case when key = any (v_secrets) then '"[secret]"' else b.value end) as old_value,
            jsonb_object_agg(key, case when key = any (v_secrets) then '"[secret]"' else a.value end) as new_value
        from jsonb_each(o.doc) as b
        full join jsonb_each(n.doc) as a using (key)
        where b.value is distinct from a.value
    ) as d
    where d.new_value is not null;

    return null;
end;
$$;

comment on function audit.record_update is 'Audit trigger: the changed columns of an UPDATE, before and after.';
revoke all on function audit.record_update from public;
