create or replace function store.payment_failed_body(p_decline_code text)
    returns text
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The stored answer of a checkout that ended without an order and without the provider's own decline.
-- Callers: api.checkout_expire, api.checkout_compensated, api.checkout_attempt_resolve
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select json_build_object(
            'error', json_build_object(
                'code', e.code,
                'message', e.message,
                'details', json_build_object('decline_code', p_decline_code),
                'request_id', coalesce(current_setting('mami.request_id', true), '')
            )
        )::text
        from store.error_code as e
        where e.code = 'PAYMENT_FAILED'
    );
end;
$$;

comment on function store.payment_failed_body is 'The body of a 400 PAYMENT_FAILED.';
revoke all on function store.payment_failed_body from public;
