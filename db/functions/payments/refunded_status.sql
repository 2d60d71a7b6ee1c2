create or replace function store.refunded_status(p_captured numeric, p_refunded numeric)
    returns store.payment_status
    language sql
    stable parallel safe
    security invoker
return (
    -- What a payment is of which so much was taken, and so much given back.
    -- Callers: refund_complete, refund_event, refund_undo
    -- Errors:  none
    -- Locks:   none
    -- Writes:  none
    case
        when p_refunded = p_captured then 'REFUNDED'::store.payment_status
        when p_refunded = 0 then 'CAPTURED'::store.payment_status
        else 'PARTIALLY_REFUNDED'::store.payment_status
    end
);

comment on function store.refunded_status is 'What a payment is of which so much was given back.';
revoke all on function store.refunded_status from public;
