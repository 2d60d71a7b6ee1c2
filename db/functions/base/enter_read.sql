create or replace function store.enter_read(p_actor_id bigint, variadic p_roles store.user_role[])
    returns store.user_role
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The door of every function that reads for a user: the actor is active and has one of the roles, now, whatever the
-- token says; unless a person has logged in to the database, the session whose secret is in mami.session is the actor's and has not ended. Gives the actor's role.
-- Callers: every api function with p_actor_id that only reads; store.enter for the others.
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
declare
    v_role store.user_role;
begin
    select u.role into v_role
    from store.users as u
    where u.user_id = p_actor_id
        and u.is_active;

    if not found then
        perform store.fail('UNAUTHORIZED');
    end if;

    -- People who log in to the database call by name, without a session, and the log says who. Nobody else does, whatever the login is called.
    if not pg_has_role(session_user, 'mami_operator', 'member') then
        perform 1
        from store.sessions as s
        where s.secret = nullif(current_setting('mami.session', true), '')::uuid
            and s.user_id = p_actor_id
            and s.ended_at is null;

        if not found then
            perform store.fail('UNAUTHORIZED');
        end if;
    end if;

    if v_role <> all (p_roles) then
        perform store.fail('FORBIDDEN');
    end if;

    return v_role;
end;
$$;

comment on function store.enter_read is 'Checks that the actor may do this now, without taking note of the actor.';
revoke all on function store.enter_read from public;
