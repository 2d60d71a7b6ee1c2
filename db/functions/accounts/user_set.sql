create or replace function store.user_set(
    p_actor_id bigint,
    p_actor_role store.user_role,
    p_user_id bigint,
    p_role store.user_role default null,
    p_full_name text default null,
    p_phone text default null,
    p_is_active boolean default null,
    p_clear text[] default '{}'
)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Changes a user for a manager or an admin, who has entered with p_actor_role: what is null stays, p_clear may name the phone.
-- Managers change customers and employees, and make nobody more than that; nobody changes their own role or switches
-- themself off; one active admin is always left. Whoever is switched off, or on, has no session afterwards: a token that was
-- stolen does not come back with its user.
-- Callers: user_change, user_toggle
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 CANNOT_MODIFY_SELF, MS403 FORBIDDEN, MS404 USER_NOT_FOUND,
--          MS409 LAST_ADMIN
-- Locks:   users rows of actor and user by user_id, sessions rows
-- Writes:  store.users, store.sessions
declare
    v_user store.users;
    v_actor store.users;
begin
    if not p_clear <@ '{phone}'::text[] then
        perform store.fail_field('clear', 'may name phone');
    elsif length(p_phone) not between 5 and 30 then
        perform store.fail_field('phone', 'must have 5 to 30 characters');
    elsif length(p_full_name) not between 1 and 200 then
        perform store.fail_field('full_name', 'must have 1 to 200 characters');
    end if;

    -- Both, in the order of the key, as two might lock each other out otherwise. An actor who is an admin stays one while it is locked, and
    -- so is the one who is left when another admin goes.
    perform 1
    from store.users as u
    where u.user_id in (p_actor_id, p_user_id)
    order by u.user_id
    for no key update;

    select u.* into v_user from store.users as u where u.user_id = p_user_id;
    select u.* into v_actor from store.users as u where u.user_id = p_actor_id;

    if v_user.user_id is null then
        perform store.fail('USER_NOT_FOUND');
    elsif p_user_id = p_actor_id then
        if p_role <> v_user.role or p_is_active <> v_user.is_active then
            perform store.fail('CANNOT_MODIFY_SELF');
        end if;
    elsif p_actor_role = 'MANAGER' and (v_user.role in ('MANAGER', 'ADMIN') or p_role in ('MANAGER', 'ADMIN')) then
        perform store.fail('FORBIDDEN');
    end if;

    if v_user.role = 'ADMIN'
        and v_user.is_active
        and (p_role <> 'ADMIN' or not p_is_active)
        and not exists (
            select from store.users as u where u.role = 'ADMIN' and u.is_active and u.user_id <> p_user_id
        )
    then
        perform store.fail('LAST_ADMIN');
    end if;

    -- Again under the lock: the actor may have lost the role to somebody else's change meanwhile.
    if not v_actor.is_active then
        perform store.fail('UNAUTHORIZED');
    elsif v_actor.role <> p_actor_role then
        perform store.fail('FORBIDDEN');
    end if;

    update store.users as u
    set
        role = coalesce(p_role, u.role),
        full_name = coalesce(p_full_name, u.full_name),
        phone = case when 'phone' = any (p_clear) then null else coalesce(p_phone, u.phone) end,
        is_active = coalesce(p_is_active, u.is_active),
        updated_at = now()
    where u.user_id = p_user_id
        and (
            p_role <> u.role
            or p_full_name <> u.full_name
            or p_phone is distinct from u.phone and (p_phone is not null or 'phone' = any (p_clear))
            or p_is_active <> u.is_active
        );

    if p_is_active <> v_user.is_active then
        update store.sessions as s
        set ended_at = now(), end_reason = case when p_is_active then 'activated' else 'deactivated' end
        where s.user_id = p_user_id
            and s.ended_at is null;
    end if;
end;
$$;

comment on function store.user_set is 'Changes a user for a manager or an admin.';
revoke all on function store.user_set from public;
