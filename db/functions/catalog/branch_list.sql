create or replace function api.branch_list(p_limit integer default 50, p_offset integer default 0)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The active branches, the warehouse first.
-- Callers: GET /branches
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return store.page_json(
        array(
            select store.branch_json(b)
            from store.branches as b
            where b.is_active
            order by b.is_warehouse desc, b.name collate store.names, b.branch_id
            limit p_limit offset p_offset
        ),
        (select count(*) from store.branches as b where b.is_active),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.branch_list is 'The active branches.';
revoke all on function api.branch_list from public;
grant execute on function api.branch_list to mami_gateway, mami_operator;
