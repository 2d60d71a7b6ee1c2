create or replace function store.capture_json(p_capture_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- A capture as the API shows one.
-- Callers: api.payment_capture
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select json_build_object(
            'id', c.capture_id,
            'order_id', p.order_id,
            'attempt_id', c.checkout_attempt_id,
            'amount', c.amount::text,
            'authorized_amount', p.authorized_amount::text,
            'status', c.status,
            'reason', c.reason,
            'payment_reference', c.provider_reference,
            'tries', coalesce(b.tries, 0),
            'last_error', b.last_error,
            'requested_by', c.requested_by,
            'created_at', store.rfc3339(c.created_at),
            'updated_at', store.rfc3339(c.updated_at)
        )
        from store.captures as c
        left join store.payments as p on p.payment_id = c.payment_id
        left join store.outbox as b on b.capture_id = c.capture_id
        where c.capture_id = p_capture_id
    );
end;
$$;

comment on function store.capture_json is 'A capture as the API shows one.';
revoke all on function store.capture_json from public;
