-- migrator: replaces api.checkout_release(bigint, text, json)
create or replace function api.checkout_release(
    p_checkout_attempt_id bigint,
    p_reason text,
    p_response json,
    p_lease_number integer default null
)
    returns table (state text, response_status integer, response_body text)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Second transaction of a checkout that the provider declined, or whose request it refused, no money having moved: gives back slot and stock, and stores the answer for the
-- key. p_reason is the decline code, p_response the body of the 400, kept as it is written. Released already: gives the
-- answer stored then. One that somebody else has taken over stays as it is, and is told.
-- Callers: the checkout flow after a definitive decline or refusal
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
            state = 'DECLINED',
            state_reason = p_reason,
            response_status = 400,
            response_body = p_response::text,
            updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id
        returning a.* into v_attempt;
    elsif v_attempt.state <> 'DECLINED' then
        perform store.fail('ATTEMPT_CLOSED', jsonb_build_object('state', v_attempt.state));
    end if;

    return query select v_attempt.state::text, v_attempt.response_status, v_attempt.response_body;
end;
$$;

comment on function api.checkout_release is 'Ends a checkout that was declined: everything as before.';
revoke all on function api.checkout_release from public;
grant execute on function api.checkout_release to mami_gateway;
