create or replace function api.reconciliation_list(p_actor_id bigint, p_limit integer default 50, p_offset integer default 0)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Comparisons of the books with the provider's list, the newest first.
-- Callers: GET /admin/reconciliations
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'ADMIN');

    return store.page_json(
        store.reconciliations_json(
            array(
                select r.reconciliation_id
                from store.reconciliations as r
                order by r.reconciliation_id desc
                limit p_limit offset p_offset
            )
        ),
        (select count(*) from store.reconciliations),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.reconciliation_list is 'Comparisons of the books with the provider''s list.';
revoke all on function api.reconciliation_list from public;
grant execute on function api.reconciliation_list to mami_gateway, mami_operator;
