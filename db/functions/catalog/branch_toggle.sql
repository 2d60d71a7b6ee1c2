create or replace function api.branch_toggle(p_actor_id bigint, p_branch_id bigint, p_active boolean)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Opens or closes a branch. The warehouse stays open. Checkouts and orders that are there go on; new ones are refused.
-- Callers: PATCH /admin/branches/{id}/toggle
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 BRANCH_NOT_FOUND, MS409 WAREHOUSE_FIXED
-- Locks:   branches row
-- Writes:  store.branches
declare
    v_branch store.branches;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    -- settings_update locks the row too before it makes a branch the warehouse: whoever comes second sees what the first has done.
    select b.* into v_branch
    from store.branches as b
    where b.branch_id = p_branch_id
    for no key update;

    if not found then
        perform store.fail('BRANCH_NOT_FOUND');
    elsif v_branch.is_warehouse and not p_active then
        perform store.fail('WAREHOUSE_FIXED', '{"field": "active"}');
    end if;

    -- What is so already changes nothing, and leaves nothing in the audit log.
    if v_branch.is_active <> p_active then
        update store.branches as b
        set is_active = p_active, updated_at = now()
        where b.branch_id = p_branch_id
        returning * into v_branch;
    end if;

    return store.data_json(store.branch_admin_json(v_branch));
end;
$$;

comment on function api.branch_toggle is 'Opens or closes a branch.';
revoke all on function api.branch_toggle from public;
grant execute on function api.branch_toggle to mami_gateway, mami_operator;
