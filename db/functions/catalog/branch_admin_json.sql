create or replace function store.branch_admin_json(p_branch store.branches)
    returns json
    language sql
    stable parallel safe
    security invoker
return row_to_json(
    row(
        (p_branch).branch_id,
        (p_branch).name,
        (p_branch).address,
        (p_branch).is_warehouse,
        (p_branch).is_active,
        (p_branch).pickup_capacity,
        store.rfc3339((p_branch).created_at),
        store.rfc3339((p_branch).updated_at)
    )::store.branch_admin_answer_2
);

comment on function store.branch_admin_json is 'A branch as managers see one. No SET clause, so that it is inlined.';
revoke all on function store.branch_admin_json from public;
