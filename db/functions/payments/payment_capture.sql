create or replace function api.payment_capture(
    p_actor_id bigint,
    p_order_id bigint,
    p_amount numeric default null,
    p_reason text default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Takes an order's held money by hand: all of it, or the amount given; the rest is let go.
-- Callers: POST /admin/orders/{id}/capture
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND,
--          MS409 PAYMENT_NOT_AUTHORIZED, MS409 CAPTURE_EXCEEDS_PAYMENT, MS409 CAPTURE_IN_PROGRESS
-- Locks:   payments row
-- Writes:  store.captures, store.outbox
declare
    v_capture_id bigint;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if p_amount <= 0 then
        perform store.fail_field('amount', 'must be more than 0');
    end if;

    v_capture_id := store.capture_queue(p_order_id, p_amount, p_reason, p_actor_id);

    return store.data_json(store.capture_json(v_capture_id));
end;
$$;

comment on function api.payment_capture is 'Queues the capture of an order''s held money.';
revoke all on function api.payment_capture from public;
grant execute on function api.payment_capture to mami_gateway, mami_operator;
