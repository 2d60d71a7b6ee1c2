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
-- Callers: session_open, session_refresh, checkout_attempt_resolve, refund_retry, inventory_update, audit_search, audit_export,
--          order_story, audit_checkpoint, audit_proof, audit_erase, archive_detach, archive_drop
-- Errors:  42501 when the gateway writes without an actor
-- Locks:   none
-- Writes:  audit.entries
declare
    v_call audit.call := audit.current_call();
begin
    -- audit_seal trusts that a transaction has its number before its entries take their ids. Whoever changes a row has one.
    perform pg_current_xact_id();

    insert into audit.entries (entity_type, entity_id, action, context, actor_user_id, request_id, source, subject_user_id)
    values (
        p_entity_type, p_entity_id, p_action, p_context, v_call.actor_user_id, v_call.request_id, v_call.source,
        case
            when p_entity_type = 'users' then p_entity_id
            else (
                select audit.subject_of(jsonb_build_object(g.key_columns[1], p_entity_id))
                from audit.register as g
                where g.table_name = p_entity_type
                    and g.key_columns is not null
            )
        end
    );
end;
$$;

comment on function audit.event is 'Writes an audit row for an event without a row change.';
revoke all on function audit.event from public;
