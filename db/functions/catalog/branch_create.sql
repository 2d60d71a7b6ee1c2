-- migrator: replaces api.branch_create(bigint, text, text, boolean, boolean)
create or replace function api.branch_create(
    p_actor_id bigint,
    p_name text,
    p_address text,
    p_is_warehouse boolean default false,
    p_is_active boolean default true,
    p_pickup_capacity integer default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Makes a branch. A name that differs from another in case or blanks alone is the same. A new branch is no warehouse: where all
-- deliveries come from is a setting, which managers may not change.
-- Callers: POST /admin/branches
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS409 DUPLICATE, MS409 WAREHOUSE_FIXED
-- Locks:   none
-- Writes:  store.branches
declare
    v_branch store.branches;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if p_is_warehouse then
        perform store.fail('WAREHOUSE_FIXED', '{"field": "is_warehouse"}');
    end if;

    -- Waits for another one of the same name that is being made.
    insert into store.branches (name, address, is_active, pickup_capacity)
    values (store.one_line(p_name), store.one_line(p_address), coalesce(p_is_active, true), p_pickup_capacity)
    on conflict do nothing
    returning * into v_branch;

    if not found then
        perform store.fail('DUPLICATE', '{"field": "name"}');
    end if;

    return store.data_json(store.branch_admin_json(v_branch));
end;
$$;

comment on function api.branch_create is 'Makes a branch.';
revoke all on function api.branch_create from public;
grant execute on function api.branch_create to mami_gateway, mami_operator;
