create or replace function audit.record_insert()
    returns trigger
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Records the rows of an INSERT, set-based.
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

    insert into audit.entries (entity_type, entity_id, action, new_value, context, actor_user_id, request_id, source)
    select
        tg_table_name,
        (n.doc ->> v_id_column)::bigint,
        'INSERT',
        n.doc - v_secrets,
        case when v_actor !~ '^[0-9]+$' then jsonb_build_object('actor', v_actor) end,
        case when v_actor ~ '^[0-9]+$' then v_actor::bigint end,
        nullif(current_setting('mami.request_id', true), ''),
        nullif(current_setting('mami.source', true), '')
    from (select to_jsonb(r) as doc from new_rows as r) as n;

    return null;
end;
$$;

comment on function audit.record_insert is 'Audit trigger: the rows of an INSERT.';
revoke all on function audit.record_insert from public;
