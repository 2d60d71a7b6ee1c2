create or replace function api.dispute_list(
    p_actor_id bigint,
    p_status text default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Payments that cardholders dispute, the newest first.
-- Callers: GET /admin/disputes
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    return store.page_json(
        array(
            select
                row_to_json(
                    row(
                        d.dispute_id, o.order_id, a.intent_reference, d.dispute_reference, d.amount::text, d.reason,
                        d.status, store.rfc3339(d.created_at), store.rfc3339(d.updated_at)
                    )::store.dispute_answer
                )
            from store.disputes as d
            join store.checkout_attempts as a on a.checkout_attempt_id = d.checkout_attempt_id
            left join store.orders as o on o.checkout_attempt_id = d.checkout_attempt_id
            where p_status is null or d.status = p_status
            order by d.dispute_id desc
            limit p_limit offset p_offset
        ),
        (
            select count(*)
            from store.disputes as d
            where p_status is null or d.status = p_status
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.dispute_list is 'Payments that cardholders dispute.';
revoke all on function api.dispute_list from public;
grant execute on function api.dispute_list to mami_gateway, mami_operator;
