create or replace function api.branch_admin_get(p_actor_id bigint, p_branch_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One branch, inactive or not.
-- Callers: GET /admin/branches/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 BRANCH_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_found json;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    select store.branch_admin_json(b) into v_found
    from store.branches as b
    where b.branch_id = p_branch_id;

    if not found then
        perform store.fail('BRANCH_NOT_FOUND');
    end if;

    return store.data_json(v_found);
end;
$$;

comment on function api.branch_admin_get is 'One branch, inactive or not.';
revoke all on function api.branch_admin_get from public;
grant execute on function api.branch_admin_get to mami_gateway, mami_operator;
