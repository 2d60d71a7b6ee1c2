-- migrator: replaces store.user_json(store.users)
create or replace function store.user_json(p_user_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- A user as the API shows one.
-- Callers: user_me, user_register, user_update, session_open, session_refresh
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
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
            from store.users as u
            where u.user_id = p_user_id
        ) as shown
    );
end;
$$;

comment on function store.user_json is 'A user as the API shows one.';
revoke all on function store.user_json from public;
