create or replace function audit.current_call()
    returns audit.call
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Who acts, for which request and through which api function. The settings of this transaction are believed only while the api function
-- runs that set them, as the call stack says: anybody can set a setting, and after the call it is there still. What is changed outside of a
-- call is changed by hand, by the login (entries.db_user) and nobody else. Who is none of the people may write nothing in nobody's name:
-- the gateways' logins, however many they are and whatever they are called.
-- Nobody can write the line that is looked for who cannot make a function: the stack has names of functions and the text of what they run,
-- never the text that a client sends. It costs 6 µs, as much as to look at a signature would.
-- Callers: event, record_insert, record_update, record_delete
-- Errors:  42501 when the gateway writes without an actor
-- Locks:   none
-- Writes:  none
declare
    v_actor text := nullif(current_setting('mami.actor', true), '');
    v_source text := current_setting('mami.source', true);
    v_stack text;
begin
    get diagnostics v_stack = pg_context;

    if v_source like 'api.%' and strpos(v_stack, e'\nPL/pgSQL function ' || v_source || '(') > 0 and v_actor is not null then
        return row(
            case when v_actor ~ '^[0-9]+$' then v_actor::bigint end,
            case when v_actor !~ '^[0-9]+$' then jsonb_build_object('actor', v_actor) end,
            nullif(current_setting('mami.request_id', true), ''),
            v_source
        )::audit.call;
    elsif not pg_has_role(session_user, 'mami_operator', 'member') then
        raise insufficient_privilege using message = 'audit: the gateway writes without an actor';
    end if;

    return row(null, null, null, null)::audit.call;
end;
$$;

comment on function audit.current_call is 'On whose behalf a change is made.';
revoke all on function audit.current_call from public;
