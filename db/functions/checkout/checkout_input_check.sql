create or replace function store.checkout_input_check(
    p_fulfillment_type text,
    p_branch_id bigint,
    p_delivery_slot_id bigint
)
    returns void
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What was asked, before what there is: an incomplete request stays one, whatever cart, key or checkout there are.
-- Callers: api.checkout_preview, api.checkout_lock
-- Errors:  MS400 VALIDATION_ERROR
-- Locks:   none
-- Writes:  none
begin
    if p_fulfillment_type = 'DELIVERY' and p_delivery_slot_id is null then
        perform store.fail_field('delivery_slot_id', 'is required for DELIVERY');
    elsif p_fulfillment_type <> 'DELIVERY' and p_branch_id is null then
        perform store.fail_field('branch_id', 'is required for PICKUP');
    end if;
end;
$$;

comment on function store.checkout_input_check is 'Refuses a plan of a checkout that lacks what it depends on.';
revoke all on function store.checkout_input_check from public;
