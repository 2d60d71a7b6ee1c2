create or replace function store.refund_json(p_refund_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- A refund as the API shows one.
-- Callers: api.refund_create, api.refund_list, api.refund_retry
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select json_build_object(
            'id', r.refund_id,
            'order_id', p.order_id,
            'attempt_id', r.checkout_attempt_id,
            'amount', r.amount::text,
            'status', r.status,
            'reason', r.reason,
            'payment_reference', r.provider_reference,
            'refund_reference', r.refund_reference,
            'tries', coalesce(b.tries, 0),
            'last_error', b.last_error,
            'requested_by', r.requested_by,
            'created_at', store.rfc3339(r.created_at),
            'updated_at', store.rfc3339(r.updated_at)
        )
        from store.refunds as r
        left join store.payments as p on p.payment_id = r.payment_id
        left join store.outbox as b on b.refund_id = r.refund_id
        where r.refund_id = p_refund_id
    );
end;
$$;

comment on function store.refund_json is 'A refund as the API shows one.';
revoke all on function store.refund_json from public;
