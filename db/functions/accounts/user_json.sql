create or replace function store.user_json(p_user store.users)
    returns json
    language sql
    stable parallel safe
    security invoker
return json_build_object(
    'id', (p_user).user_id,
    'email', (p_user).email,
    'full_name', (p_user).full_name,
    'phone', (p_user).phone,
    'role', (p_user).role,
    'is_active', (p_user).is_active,
    'default_branch_id', (p_user).default_branch_id,
    'created_at', store.rfc3339((p_user).created_at)
);

comment on function store.user_json is 'A user as the API shows one.';
revoke all on function store.user_json from public;
