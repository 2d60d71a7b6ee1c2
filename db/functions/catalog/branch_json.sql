create or replace function store.branches_json(p_branch_ids bigint[])
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Branches as the API shows them, in the order of the ids.
-- With one plan for any number of ids: left to itself PostgreSQL would plan each call anew, as one id looks cheaper than ten.
-- Callers: branch_get, branch_list, branch_delivery_source
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(branch)
        from (
            select b.branch_id as id, b.name, b.address, b.is_warehouse, b.is_active
            from unnest(p_branch_ids) with ordinality as page (branch_id, place)
            join store.branches as b on b.branch_id = page.branch_id
            order by page.place
        ) as branch
    );
end;
$$;

comment on function store.branches_json is 'Branches as the API shows them.';
revoke all on function store.branches_json from public;
