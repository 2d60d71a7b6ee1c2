create or replace function api.refund_list(
    p_actor_id bigint,
    p_status text default null,
    p_order_id bigint default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Refunds, the newest first.
-- Callers: GET /admin/refunds
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    return store.page_json(
        store.refunds_json(
            array(
                select r.refund_id
                from store.refunds as r
                left join store.payments as p on p.payment_id = r.payment_id
                where (p_status is null or r.status = p_status::store.refund_status)
                    and (p_order_id is null or p.order_id = p_order_id)
                order by r.refund_id desc
                limit p_limit offset p_offset
            )
        ),
        (
            select count(*)
            from store.refunds as r
            left join store.payments as p on p.payment_id = r.payment_id
            where (p_status is null or r.status = p_status::store.refund_status)
                and (p_order_id is null or p.order_id = p_order_id)
        ),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.refund_list is 'Refunds, the newest first.';
revoke all on function api.refund_list from public;
grant execute on function api.refund_list to mami_gateway, mami_operator;
