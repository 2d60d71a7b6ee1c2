create or replace function store.act_as(p_actor text)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Sets who acts, and through which api function: the audit triggers believe it while that function runs, and no longer. Outside of any it
-- names nobody.
-- p_actor is a user id, or 'anonymous' (register, login), or 'system' (commit and release of a checkout).
-- Callers: store.enter; api functions that have no user to check.
-- Errors:  none
-- Locks:   none
-- Writes:  the transaction-local settings mami.actor and mami.source
declare
    v_stack text;
begin
    get diagnostics v_stack = pg_context;

    perform set_config('mami.actor', p_actor, true);
    perform set_config('mami.source', coalesce(substring(v_stack from 'function (api\.[a-z0-9_]+)\('), ''), true);
end;
$$;

comment on function store.act_as is 'Names the actor of this call for the audit log.';
revoke all on function store.act_as from public;
