create or replace function store.branch_json(p_branch store.branches)
    returns json
    language sql
    immutable parallel safe
    security invoker
return json_build_object(
    'id', (p_branch).branch_id,
    'name', (p_branch).name,
    'address', (p_branch).address,
    'is_warehouse', (p_branch).is_warehouse,
    'is_active', (p_branch).is_active
);

comment on function store.branch_json is 'A branch as the API shows one.';
revoke all on function store.branch_json from public;
