create or replace function store.checkout_plan(
    p_user_id bigint,
    p_cart_id bigint,
    p_fulfillment_type text,
    p_branch_id bigint,
    p_delivery_slot_id bigint,
    p_delivery_date date,
    p_address_id bigint,
    p_pickup_at timestamptz
)
    returns table (
        branch_id bigint,
        delivery_slot_id bigint,
        delivery_date date,
        start_time time,
        end_time time,
        address_id bigint,
        pickup_starts_at timestamptz,
        pickup_ends_at timestamptz,
        subtotal numeric,
        delivery_fee numeric,
        total_amount numeric,
        vat_included numeric,
        currency text
    )
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What a checkout of this cart would be now: from where, when, to whom, for how much. Looks at everything but stock.
-- One row, always. The rules stand here once, for the preview and for the lock.
-- Callers: api.checkout_preview, api.checkout_lock
-- Errors:  MS400 VALIDATION_ERROR, MS400 INVALID_SLOT, MS404 BRANCH_NOT_FOUND, MS404 ADDRESS_NOT_FOUND, MS409 CART_EMPTY,
--          MS409 PRODUCT_UNAVAILABLE, MS409 SLOT_FULL
-- Locks:   none
-- Writes:  none
declare
    v_settings store.settings;
    v_now timestamp := store.local_now();
    v_unavailable jsonb;
    v_slot store.delivery_slots;
    v_pickup timestamp;
begin
    select s.* into v_settings from store.settings as s;

    -- What was asked, before what there is: an incomplete request stays one, whatever is in the cart.
    if p_fulfillment_type = 'DELIVERY' and p_delivery_slot_id is null then
        perform store.fail_field('delivery_slot_id', 'is required for DELIVERY');
    elsif p_fulfillment_type <> 'DELIVERY' and p_branch_id is null then
        perform store.fail_field('branch_id', 'is required for PICKUP');
    end if;

    -- The cart.
    select
        sum(p.price * ci.quantity),
        jsonb_agg(p.product_id order by p.product_id) filter (where not (p.is_active and k.is_active))
    into subtotal, v_unavailable
    from store.cart_items as ci
    join store.products as p on p.product_id = ci.product_id
    join store.categories as k on k.category_id = p.category_id
    where ci.cart_id = p_cart_id;

    if subtotal is null then
        perform store.fail('CART_EMPTY');
    elsif v_unavailable is not null then
        perform store.fail('PRODUCT_UNAVAILABLE', jsonb_build_object('product_ids', v_unavailable));
    end if;

    if p_fulfillment_type = 'DELIVERY' then
        -- To whom.
        select a.address_id into address_id
        from store.addresses as a
        where a.user_id = p_user_id
            and a.is_active
            and case when p_address_id is null then a.is_default else a.address_id = p_address_id end;

        if not found then
            perform store.fail('ADDRESS_NOT_FOUND');
        end if;

        -- From where and when.
        select s.* into v_slot
        from store.delivery_slots as s
        join store.branches as b on b.branch_id = s.branch_id
        where s.delivery_slot_id = p_delivery_slot_id
            and s.is_active
            and b.is_active
            and b.is_warehouse;

        if not found then
            perform store.fail('INVALID_SLOT', '{"reason": "not a slot of the warehouse"}');
        elsif v_slot.start_time < v_settings.delivery_start_time or v_slot.end_time > v_settings.delivery_end_time then
            perform store.fail('INVALID_SLOT', '{"reason": "not within the opening hours"}');
        end if;

        if p_delivery_date is not null and not (
            extract(dow from p_delivery_date) = v_slot.day_of_week
            and p_delivery_date + v_slot.start_time > v_now
            and p_delivery_date <= v_now::date + v_settings.booking_horizon_days
        ) then
            perform store.fail('INVALID_SLOT', '{"reason": "this slot cannot be booked on this date"}');
        end if;

        select d.slot_date into delivery_date
        from store.slot_dates_bookable(array[p_delivery_slot_id], p_delivery_date, p_delivery_date) as d
        order by d.slot_date
        limit 1;

        if not found then
            perform store.fail('SLOT_FULL');
        end if;

        branch_id := v_slot.branch_id;
        delivery_slot_id := v_slot.delivery_slot_id;
        start_time := v_slot.start_time;
        end_time := v_slot.end_time;
        delivery_fee := case
            when subtotal < v_settings.delivery_min_total then v_settings.delivery_fee_under_min
            else 0
        end;
    else
        select b.branch_id into branch_id from store.branches as b where b.branch_id = p_branch_id and b.is_active;

        if not found then
            perform store.fail('BRANCH_NOT_FOUND');
        end if;

        -- Without a wish: the next full hour that leaves an hour for picking, inside the opening hours.
        v_pickup := coalesce(
            p_pickup_at at time zone v_settings.time_zone,
            date_trunc('hour', v_now + interval '2 hours')
        );

        if p_pickup_at is null and v_pickup::time < v_settings.delivery_start_time then
            v_pickup := v_pickup::date + v_settings.delivery_start_time;
        elsif p_pickup_at is null and v_pickup::time >= v_settings.delivery_end_time then
            v_pickup := v_pickup::date + 1 + v_settings.delivery_start_time;
        end if;

        if v_pickup <= v_now
            or v_pickup::date > v_now::date + v_settings.booking_horizon_days
            or v_pickup::time < v_settings.delivery_start_time
            or v_pickup::time >= v_settings.delivery_end_time
        then
            perform store.fail('INVALID_SLOT', '{"reason": "no pickup at this time"}');
        end if;

        pickup_starts_at := v_pickup at time zone v_settings.time_zone;
        pickup_ends_at := pickup_starts_at + make_interval(hours => v_settings.delivery_slot_hours);
        delivery_fee := 0;
    end if;

    total_amount := subtotal + delivery_fee;
    vat_included := round(total_amount * v_settings.vat_rate / (100 + v_settings.vat_rate), 2);
    currency := v_settings.currency;

    return next;
end;
$$;

comment on function store.checkout_plan is 'What a checkout of a cart would be now: branch, time, address, amounts.';
revoke all on function store.checkout_plan from public;
