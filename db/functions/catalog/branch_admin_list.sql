create or replace function api.branch_admin_list(
    p_actor_id bigint,
    p_is_active boolean default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The branches, inactive ones too, the warehouse first.
-- Callers: GET /admin/branches
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    return store.page_json(
        array(
            select store.branch_admin_json(b)
            from store.branches as b
            where p_is_active is null or b.is_active = p_is_active
            order by b.is_warehouse desc, b.name collate store.names, b.branch_id
            limit p_limit offset p_offset
        ),
        (
            select count(*)
            from store.branches as b
            where p_is_active is null or b.is_active = p_is_active
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.branch_admin_list is 'The branches, inactive ones too.';
revoke all on function api.branch_admin_list from public;
grant execute on function api.branch_admin_list to mami_gateway, mami_operator;
