create or replace function audit.current_call()
    returns audit.call
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Who acts, for which request and through which api function, as the settings of this transaction say. The gateway may write nothing
-- in nobody's name.
-- Callers: event, record_insert, record_update, record_delete
-- Errors:  42501 when the gateway writes without an actor
-- Locks:   none
-- Writes:  none
declare
    v_actor text := nullif(current_setting('mami.actor', true), '');
begin
    if v_actor is null and session_user = 'mami_gateway' then
        raise insufficient_privilege using message = 'audit: the gateway writes without an actor';
    end if;

    return row(
        case when v_actor ~ '^[0-9]+$' then v_actor::bigint end,
        case when v_actor !~ '^[0-9]+$' then jsonb_build_object('actor', v_actor) end,
        nullif(current_setting('mami.request_id', true), ''),
        nullif(current_setting('mami.source', true), '')
    )::audit.call;
end;
$$;

comment on function audit.current_call is 'On whose behalf a change is made.';
revoke all on function audit.current_call from public;
