create or replace function api.refund_create(p_actor_id bigint, p_order_id bigint, p_amount numeric, p_reason text)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Queues a refund of an order's payment. What was given back and what is queued never exceed what was captured: decided
-- under the payment's row lock.
-- Callers: POST /admin/orders/{id}/refunds
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND,
--          MS409 PAYMENT_NOT_CAPTURED, MS409 PAYMENT_DISPUTED, MS409 REFUND_EXCEEDS_PAYMENT
-- Locks:   payments row
-- Writes:  store.refunds, store.outbox
declare
    v_payment store.payments;
    v_left numeric;
    v_refund_id bigint;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if p_amount <= 0 then
        perform store.fail_field('amount', 'must be more than 0');
    end if;

    select p.* into v_payment
    from store.payments as p
    where p.order_id = p_order_id
    for no key update;

    if not found then
        perform store.fail('ORDER_NOT_FOUND');
    elsif v_payment.status in ('AUTHORIZED', 'CANCELED') then
        perform store.fail('PAYMENT_NOT_CAPTURED', jsonb_build_object('status', v_payment.status));
    elsif exists (
        select
        from store.disputes as d
        join store.orders as o on o.checkout_attempt_id = d.checkout_attempt_id
        where o.order_id = p_order_id
            and d.status not in ('won', 'warning_closed')
    ) then
        -- Its holder gets the money through the bank: given back as well, it would leave twice.
        perform store.fail('PAYMENT_DISPUTED');
    end if;

    select v_payment.captured_amount - coalesce(sum(r.amount), 0) into v_left
    from store.refunds as r
    where r.payment_id = v_payment.payment_id
        and r.status <> 'FAILED';

    if p_amount > v_left then
        perform store.fail('REFUND_EXCEEDS_PAYMENT', jsonb_build_object('left', v_left::text));
    end if;

    v_refund_id := store.refund_queue(v_payment, p_amount, p_reason, p_actor_id, false);

    return store.data_json((store.refunds_json(array[v_refund_id]))[1]);
end;
$$;

comment on function api.refund_create is 'Queues a refund of an order''s payment.';
revoke all on function api.refund_create from public;
grant execute on function api.refund_create to mami_gateway, mami_operator;
