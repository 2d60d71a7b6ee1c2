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
        select row_to_json(capture)
        from (
            select
                c.capture_id as id,
                p.order_id,
                c.checkout_attempt_id as attempt_id,
                c.amount::text as amount,
                p.authorized_amount::text as authorized_amount,
                c.status,
                c.reason,
                c.provider_reference as payment_reference,
                coalesce(b.tries, 0) as tries,
                b.last_error,
                c.requested_by,
                store.rfc3339(c.created_at) as created_at,
                store.rfc3339(c.updated_at) as updated_at
            from store.captures as c
            left join store.payments as p on p.payment_id = c.payment_id
            left join store.outbox as b on b.capture_id = c.capture_id
            where c.capture_id = p_capture_id
        ) as capture
    );
end;
$$;

comment on function store.capture_json is 'A capture as the API shows one.';
revoke all on function store.capture_json from public;
