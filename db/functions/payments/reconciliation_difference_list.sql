create or replace function api.reconciliation_difference_list(
    p_actor_id bigint,
    p_reconciliation_id bigint default null,
    p_is_settled boolean default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- What the books and the provider's list do not share, the newest first.
-- Callers: GET /admin/reconciliation-differences
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'ADMIN');

    return store.page_json(
        array(
            select row_to_json(difference)
            from (
                select
                    d.reconciliation_difference_id as id,
                    d.reconciliation_id,
                    d.kind,
                    d.reference,
                    o.order_id,
                    d.checkout_attempt_id as attempt_id,
                    d.ours,
                    d.theirs,
                    store.rfc3339(d.about_at) as about_at,
                    store.rfc3339(d.found_at) as found_at,
                    store.rfc3339(d.settled_at) as settled_at
                from store.reconciliation_differences as d
                left join store.orders as o on o.checkout_attempt_id = d.checkout_attempt_id
                where (p_reconciliation_id is null or d.reconciliation_id = p_reconciliation_id)
                    and (p_is_settled is null or (d.settled_at is not null) = p_is_settled)
                order by d.reconciliation_difference_id desc
                limit p_limit offset p_offset
            ) as difference
        ),
        (
            select count(*)
            from store.reconciliation_differences as d
            where (p_reconciliation_id is null or d.reconciliation_id = p_reconciliation_id)
                and (p_is_settled is null or (d.settled_at is not null) = p_is_settled)
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.reconciliation_difference_list is 'What the books and the provider''s list do not share.';
revoke all on function api.reconciliation_difference_list from public;
grant execute on function api.reconciliation_difference_list to mami_gateway, mami_operator;
