-- migrator: replaces api.capture_complete(bigint, bigint)
create or replace function api.capture_complete(
    p_capture_id bigint,
    p_captured_minor bigint,
    p_lease_number integer default null
)
    returns boolean
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The provider's last word on a hold: so much of it was taken, or 0, and it is gone. Capture, payment and outbox say so,
-- in one transaction; what somebody has given back of it meanwhile is followed. What was taken by somebody else's hand counts as it is. If all of
-- it was to be let go and money was taken, or the other way round, the capture has failed, and the outbox keeps it for a human; but what was taken
-- without an order goes back, and so does what was taken of an order that costs less by now, or nothing. Gives false, and changes nothing, if that
-- is known already, or if somebody else has taken the capture over, who asks the provider.
-- Callers: the outbox worker
-- Errors:  MS404 NOT_FOUND, MS409 PAYMENT_MISMATCH
-- Locks:   payments row, captures row, refunds row
-- Writes:  store.captures, store.payments, store.payment_events, store.outbox; for money that goes back, or went back, store.refunds,
--          store.webhook_events
declare
    v_payment store.payments;
    v_capture store.captures;
    v_taken numeric := p_captured_minor / 100.0;
    v_is_as_asked boolean;
    v_attempt store.checkout_attempts;
    v_goes_back boolean := false;
begin
    perform store.act_as('system');

    select p.* into v_payment
    from store.payments as p
    where p.payment_id = (select c.payment_id from store.captures as c where c.capture_id = p_capture_id)
    for no key update;

    select c.* into v_capture
    from store.captures as c
    where c.capture_id = p_capture_id
    for no key update;

    if not found then
        perform store.fail('NOT_FOUND');
    elsif v_capture.status <> 'PENDING'
        or exists (
            select
            from store.outbox as b
            where b.capture_id = p_capture_id
                and b.lease_number <> p_lease_number
        )
    then
        return false;
    elsif v_taken > v_payment.authorized_amount then
        perform store.fail('PAYMENT_MISMATCH');
    end if;

    v_is_as_asked := (v_taken > 0) = (v_capture.amount > 0);

    update store.captures as c
    set
        status = (case when v_is_as_asked then 'SUCCEEDED' else 'FAILED' end)::store.capture_status,
        amount = case when v_is_as_asked then v_taken else c.amount end,
        updated_at = now()
    where c.capture_id = p_capture_id;

    update store.payments as p
    set
        status = (case when v_taken > 0 then 'CAPTURED' else 'CANCELED' end)::store.payment_status,
        captured_amount = v_taken,
        updated_at = now()
    where p.payment_id = v_payment.payment_id
        and p.status = 'AUTHORIZED';

    insert into store.payment_events (payment_id, provider, provider_event_id, kind, amount)
    select
        v_payment.payment_id, v_capture.provider, v_capture.provider_reference || ':capture',
        case when v_taken > 0 then 'capture' else 'cancel' end, v_taken
    where v_payment.payment_id is not null
    on conflict do nothing;

    if v_taken > 0 then
        select a.* into v_attempt
        from store.checkout_attempts as a
        where a.checkout_attempt_id = v_capture.checkout_attempt_id;

        if v_capture.payment_id is not null then
            perform store.refund_follow(v_attempt);
            v_goes_back := store.payment_return(v_payment.order_id, 'the order costs less than was taken', v_capture.requested_by);
        else
            -- It is no order's, so nothing accounts for it, whatever its attempt remembers of it.
            v_attempt.provider_reference := null;
            perform store.checkout_stray(v_attempt, v_capture.provider_reference, v_taken);
            v_goes_back := true;
        end if;
    end if;

    update store.outbox as b
    set
        status = (case when v_is_as_asked or v_goes_back then 'DONE' else 'DEAD' end)::store.outbox_status,
        last_error = case
            when v_is_as_asked then null
            when v_goes_back then 'it was to be let go, was taken, and goes back'
            when v_taken > 0 then 'it was to be let go, and was taken'
            else 'the hold is gone'
        end,
        updated_at = now()
    where b.capture_id = p_capture_id;

    return true;
end;
$$;

comment on function api.capture_complete is 'Notes how much of held money the provider has taken.';
revoke all on function api.capture_complete from public;
grant execute on function api.capture_complete to mami_gateway;
