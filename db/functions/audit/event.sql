create or replace function audit.event(
    p_action text,
    p_entity_type text,
    p_entity_id bigint,
    p_context jsonb default null
)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Writes an audit row for something that happened without a change of a row.
-- Callers: login_failed, session_refresh
-- Errors:  none
-- Locks:   none
-- Writes:  audit.entries
declare
    v_actor text := nullif(current_setting('mami.actor', true), '');
begin
    insert into audit.entries (entity_type, entity_id, action, context, actor_user_id, request_id, source)
    values (
        p_entity_type,
        p_entity_id,
        p_action,
        p_context,
        case when v_actor ~ '^[0-9]+$' then v_actor::bigint end,
        nullif(current_setting('mami.request_id', true), ''),
        nullif(current_setting('mami.source', true), '')
    );
end;
$$;

comment on function audit.event is 'Writes an audit row for an event without a row change.';
revoke all on function audit.event from public;
