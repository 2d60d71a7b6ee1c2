create or replace function api.checkout_preview(
    p_actor_id bigint,
    p_cart_id bigint,
    p_fulfillment_type text,
    p_branch_id bigint,
    p_delivery_slot_id bigint,
    p_delivery_date date,
    p_address_id bigint,
    p_pickup_at timestamptz
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- What a confirm would cost and lack now. Changes nothing, locks nothing, promises nothing.
-- Callers: POST /checkout/preview
-- Errors:  MS400 VALIDATION_ERROR, MS400 CART_LIMIT, MS400 INVALID_SLOT, MS401 UNAUTHORIZED, MS403 FORBIDDEN,
--          MS404 CART_NOT_FOUND, MS404 BRANCH_NOT_FOUND, MS404 ADDRESS_NOT_FOUND, MS409 CART_EMPTY,
--          MS409 PRODUCT_UNAVAILABLE, MS409 SLOT_FULL
-- Locks:   none
-- Writes:  none
declare
    v_cart_id bigint;
    v_plan record;
begin
    perform store.enter_read(p_actor_id, 'CUSTOMER');
    perform store.checkout_input_check(p_fulfillment_type, p_branch_id, p_delivery_slot_id);

    select c.cart_id into v_cart_id
    from store.carts as c
    where c.user_id = p_actor_id
        and c.status = 'ACTIVE'
        and (p_cart_id is null or c.cart_id = p_cart_id);

    if not found and p_cart_id is not null then
        perform store.fail('CART_NOT_FOUND');
    end if;

    select p.* into v_plan
    from store.checkout_plan(
        p_actor_id, v_cart_id, p_fulfillment_type, p_branch_id, p_delivery_slot_id, p_delivery_date, p_address_id,
        p_pickup_at, clock_timestamp()
    ) as p;

    return json_build_object(
        'data', json_build_object(
            'subtotal', v_plan.subtotal::numeric(12, 2)::text,
            'delivery_fee', v_plan.delivery_fee::numeric(12, 2)::text,
            'vat_included', v_plan.vat_included::numeric(12, 2)::text,
            'total', v_plan.total_amount::numeric(12, 2)::text,
            'missing_items', coalesce(store.cart_shortages(v_cart_id, v_plan.branch_id), '[]'),
            'fulfillment_type', p_fulfillment_type,
            'branch_id', v_plan.branch_id,
            'slot', case
                when v_plan.delivery_date is not null then json_build_object(
                    'id', v_plan.delivery_slot_id,
                    'date', v_plan.delivery_date,
                    'start_time', to_char(v_plan.start_time, 'HH24:MI'),
                    'end_time', to_char(v_plan.end_time, 'HH24:MI')
                )
            end,
            'pickup', case
                when v_plan.pickup_starts_at is not null then json_build_object(
                    'window_start', store.rfc3339(v_plan.pickup_starts_at),
                    'window_end', store.rfc3339(v_plan.pickup_ends_at)
                )
            end
        )
    );
end;
$$;

comment on function api.checkout_preview is 'What a confirm of the cart would cost and lack now.';
revoke all on function api.checkout_preview from public;
grant execute on function api.checkout_preview to mami_gateway, mami_operator;
