create or replace function store.enter(p_actor_id bigint, variadic p_roles store.user_role[])
    returns store.user_role
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The door of every function that writes for a user: store.enter_read's checks, then the actor for the audit log.
-- Callers: every api function with p_actor_id that writes.
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  the transaction-local settings mami.actor and mami.source
declare
    v_role store.user_role;
begin
    v_role := store.enter_read(p_actor_id, variadic p_roles);
    perform store.act_as(p_actor_id::text);

    return v_role;
end;
$$;

comment on function store.enter is 'Checks that the actor may do this now, and names the actor for the audit log.';
revoke all on function store.enter from public;
