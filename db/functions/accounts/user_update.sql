create or replace function api.user_update(
    p_actor_id bigint,
    p_full_name text default null,
    p_phone text default null,
    p_default_branch_id bigint default null,
    p_clear text[] default '{}'
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Changes what the actor may change of their own user. What is null stays; p_clear names what is to be empty: phone,
-- default_branch_id.
-- Callers: PATCH /me
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 BRANCH_NOT_FOUND
-- Locks:   users row
-- Writes:  store.users
begin
    perform store.enter(p_actor_id, 'CUSTOMER', 'EMPLOYEE', 'MANAGER', 'ADMIN');

    if not p_clear <@ '{phone,default_branch_id}'::text[] then
        perform store.fail_field('clear', 'may name phone and default_branch_id');
    end if;

    if p_default_branch_id is not null then
        perform 1 from store.branches as b where b.branch_id = p_default_branch_id and b.is_active;

        if not found then
            perform store.fail('BRANCH_NOT_FOUND');
        end if;
    end if;

    update store.users as u
    set
        full_name = coalesce(p_full_name, u.full_name),
        phone = case when 'phone' = any (p_clear) then null else coalesce(p_phone, u.phone) end,
        default_branch_id = case
            when 'default_branch_id' = any (p_clear) then null
            else coalesce(p_default_branch_id, u.default_branch_id)
        end,
        updated_at = now()
    where u.user_id = p_actor_id;

    return store.data_json(store.user_json(p_actor_id));
end;
$$;

comment on function api.user_update is 'Changes the actor''s own user.';
revoke all on function api.user_update from public;
grant execute on function api.user_update to mami_gateway, mami_operator;
