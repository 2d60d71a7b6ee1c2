-- migrator: replaces api.branch_update(bigint, bigint, text, text, boolean)
create or replace function api.branch_update(
    p_actor_id bigint,
    p_branch_id bigint,
    p_name text default null,
    p_address text default null,
    p_is_warehouse boolean default null,
    p_pickup_capacity integer default null,
    p_clear text[] default '{}'
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Changes a branch: what is null stays; p_clear may name pickup_capacity, which is to have no bound. p_is_warehouse may only say what is
-- so already: the warehouse moves by the setting. Another capacity is that of the next checkout on: what is locked or bought stays.
-- Callers: PATCH /admin/branches/{id}
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 BRANCH_NOT_FOUND, MS409 DUPLICATE,
--          MS409 WAREHOUSE_FIXED
-- Locks:   branches row
-- Writes:  store.branches
declare
    v_branch store.branches;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if not p_clear <@ '{pickup_capacity}'::text[] then
        perform store.fail_field('clear', 'may name pickup_capacity');
    end if;

    select b.* into v_branch
    from store.branches as b
    where b.branch_id = p_branch_id
    for no key update;

    if not found then
        perform store.fail('BRANCH_NOT_FOUND');
    elsif p_is_warehouse <> v_branch.is_warehouse then
        perform store.fail('WAREHOUSE_FIXED', '{"field": "is_warehouse"}');
    end if;

    -- The index decides, so that two at once cannot both be told that there is none like it. A subtransaction, where few pass.
    begin
        update store.branches as b
        set
            name = coalesce(store.one_line(p_name), b.name),
            address = coalesce(store.one_line(p_address), b.address),
            pickup_capacity = case
                when 'pickup_capacity' = any (p_clear) then null
                else coalesce(p_pickup_capacity, b.pickup_capacity)
            end,
            updated_at = now()
        where b.branch_id = p_branch_id
        returning * into v_branch;
    exception when unique_violation then
        perform store.fail('DUPLICATE', '{"field": "name"}');
    end;

    return store.data_json(store.branch_admin_json(v_branch));
end;
$$;

comment on function api.branch_update is 'Changes a branch.';
revoke all on function api.branch_update from public;
grant execute on function api.branch_update to mami_gateway, mami_operator;
