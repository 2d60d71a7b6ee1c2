create or replace function store.users_json(p_user_ids bigint[])
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Users as the API shows them, in the order of the ids: nothing of the password.
-- With one plan for any number of ids: left to itself PostgreSQL would plan each call anew, as one id looks cheaper than ten.
-- Callers: user_json, user_list
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(shown)
        from (
            select
                u.user_id as id,
                u.email,
                u.full_name,
                u.phone,
                u.role,
                u.is_active,
                u.default_branch_id,
                store.rfc3339(u.created_at) as created_at
            from unnest(p_user_ids) with ordinality as page (user_id, place)
            join store.users as u on u.user_id = page.user_id
            order by page.place
        ) as shown
    );
end;
$$;

comment on function store.users_json is 'Users as the API shows them.';
revoke all on function store.users_json from public;
