create or replace function api.branch_get(p_branch_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One active branch.
-- Callers: GET /branches/{id}
-- Errors:  MS404 BRANCH_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_branch json;
begin
    select store.branch_json(b) into v_branch
    from store.branches as b
    where b.branch_id = p_branch_id
        and b.is_active;

    if not found then
        perform store.fail('BRANCH_NOT_FOUND');
    end if;

    return store.data_json(v_branch);
end;
$$;

comment on function api.branch_get is 'One active branch.';
revoke all on function api.branch_get from public;
grant execute on function api.branch_get to mami_gateway, mami_operator;
