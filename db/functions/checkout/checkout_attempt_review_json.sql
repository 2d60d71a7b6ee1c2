create or replace function store.checkout_attempt_review_json(p_checkout_attempt_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- An attempt as managers see it.
-- Callers: api.checkout_attempt_list, api.checkout_attempt_resolve
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select json_build_object(
            'id', a.checkout_attempt_id,
            'user_id', a.user_id,
            'cart_id', a.cart_id,
            'state', a.state,
            'state_reason', a.state_reason,
            'order_id', o.order_id,
            'amount', a.total_amount::text,
            'charged_amount', a.charged_amount::text,
            'payment_reference', a.provider_reference,
            'tries', a.tries,
            'due_at', case
                when a.state in ('LOCKED', 'UNKNOWN', 'COMPENSATING') then store.rfc3339(a.lease_expires_at)
            end,
            'created_at', store.rfc3339(a.created_at),
            'updated_at', store.rfc3339(a.updated_at)
        )
        from store.checkout_attempts as a
        left join store.orders as o on o.checkout_attempt_id = a.checkout_attempt_id
        where a.checkout_attempt_id = p_checkout_attempt_id
    );
end;
$$;

comment on function store.checkout_attempt_review_json is 'A checkout attempt as managers see it.';
revoke all on function store.checkout_attempt_review_json from public;
