-- migrator: replaces api.checkout_expire(bigint)
create or replace function api.checkout_expire(
    p_checkout_attempt_id bigint,
    p_lease_number integer default null
)
    returns table (state text, response_status integer, response_body text)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Ends an attempt that was not paid within the resume window, and cannot be any more: no payment of it was ever confirmed, or the
-- provider has canceled it. Gives back slot and stock.
-- Expired already: gives the answer stored then. One that somebody else has taken over stays as it is, and is told.
-- Callers: the checkout flow, resumed by the reconciler
-- Errors:  MS404 ATTEMPT_NOT_FOUND, MS409 ATTEMPT_CLOSED
-- Locks:   checkout_attempts row, slot_dates row, inventory rows by (branch_id, product_id)
-- Writes:  store.checkout_attempts, store.inventory, store.slot_dates, store.inventory_movements; store.refunds, store.captures,
--          store.outbox for money that an event told of
declare
    v_attempt store.checkout_attempts;
begin
    v_attempt := store.checkout_attempt_lock(p_checkout_attempt_id);

    if v_attempt.lease_number <> p_lease_number then
        return query select v_attempt.state::text, v_attempt.response_status, v_attempt.response_body;
        return;
    elsif v_attempt.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED') then
        perform store.checkout_unlock(v_attempt);

        update store.checkout_attempts as a
        set
            state = 'EXPIRED',
            state_reason = 'not paid in time',
            response_status = 400,
            response_body = store.payment_failed_body('expired'),
            updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id
        returning a.* into v_attempt;
    elsif v_attempt.state <> 'EXPIRED' then
        perform store.fail('ATTEMPT_CLOSED', jsonb_build_object('state', v_attempt.state));
    end if;

    return query select v_attempt.state::text, v_attempt.response_status, v_attempt.response_body;
end;
$$;

comment on function api.checkout_expire is 'Ends a checkout that was not paid in time: everything as before.';
revoke all on function api.checkout_expire from public;
grant execute on function api.checkout_expire to mami_gateway;
