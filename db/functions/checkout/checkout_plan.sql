-- migrator: replaces store.checkout_plan(bigint, bigint, text, bigint, bigint, date, bigint, timestamp with time zone)
create or replace function store.checkout_plan(
    p_user_id bigint,
    p_cart_id bigint,
    p_fulfillment_type text,
    p_branch_id bigint,
    p_delivery_slot_id bigint,
    p_delivery_date date,
    p_address_id bigint,
    p_pickup_at timestamptz,
    p_now timestamptz,
    p_holds_place boolean default false
)
    returns table (
        lines store.plan_line[],
        branch_id bigint,
        pickup_capacity integer,
        delivery_slot_id bigint,
        delivery_date date,
        start_time time,
        end_time time,
        address_id bigint,
        address_line text,
        city text,
        postal_code text,
        country text,
        latitude numeric,
        longitude numeric,
        pickup_starts_at timestamptz,
        pickup_ends_at timestamptz,
        subtotal numeric,
        delivery_fee numeric,
        total_amount numeric,
        delivery_fee_vat numeric,
        vat_included numeric,
        delivery_min_total numeric,
        delivery_fee_under_min numeric,
        vat_rate numeric,
        currency text,
        capture store.capture_mode,
        time_zone text,
        shop_id uuid
    )
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What a checkout of this cart would be now: by which rules, what, from where, when, to whom, for how much. Looks at everything but
-- stock. One row, always. The rules stand here once, for the preview and for the lock; and as it is stable, all of it is of one moment, the
-- caller's statement: what the lock stores of it is a whole. p_holds_place: the caller has booked the place of the date already.
-- Callers: api.checkout_preview, api.checkout_lock
-- Errors:  MS400 CART_LIMIT, MS400 INVALID_SLOT, MS404 BRANCH_NOT_FOUND, MS404 ADDRESS_NOT_FOUND, MS409 CART_EMPTY,
--          MS409 PRODUCT_UNAVAILABLE, MS409 SLOT_FULL
-- Locks:   none
-- Writes:  none
declare
    v_policy store.settings;
    v_lines bigint;
    v_quantity integer;
    v_unavailable jsonb;
    v_slot store.delivery_slots;
begin
    select s.* into v_policy from store.settings as s;

    -- The cart.
    select
        array_agg(
            row(
                l.product_id, l.quantity, l.price, l.name, l.sku, l.unit, l.vat_class, l.vat_rate, l.vat_amount
            )::store.plan_line
            order by l.product_id
        ),
        count(*),
        max(l.quantity),
        sum(l.price * l.quantity),
        sum(l.vat_amount),
        jsonb_agg(l.product_id order by l.product_id) filter (where not l.is_sold)
    into lines, v_lines, v_quantity, subtotal, vat_included, v_unavailable
    from (
        select
            p.product_id, ci.quantity, p.price, p.name, p.sku, p.unit, p.vat_class, r.vat_rate,
            store.vat_part(p.price * ci.quantity, r.vat_rate) as vat_amount, p.is_active and k.is_active as is_sold
        from store.cart_items as ci
        join store.products as p on p.product_id = ci.product_id
        join store.categories as k on k.category_id = p.category_id
        cross join lateral (select case p.vat_class when 'ZERO' then 0 else v_policy.vat_rate end) as r (vat_rate)
        where ci.cart_id = p_cart_id
    ) as l;

    if v_lines = 0 then
        perform store.fail('CART_EMPTY');
    elsif v_unavailable is not null then
        perform store.fail('PRODUCT_UNAVAILABLE', jsonb_build_object('product_ids', v_unavailable));
    elsif v_lines > v_policy.cart_max_lines then
        perform store.fail(
            'CART_LIMIT',
            jsonb_build_object('limit', 'cart_max_lines', 'maximum', v_policy.cart_max_lines, 'actual', v_lines)
        );
    elsif v_quantity > v_policy.cart_max_quantity then
        perform store.fail(
            'CART_LIMIT',
            jsonb_build_object('limit', 'cart_max_quantity', 'maximum', v_policy.cart_max_quantity, 'actual', v_quantity)
        );
    end if;

    if p_fulfillment_type = 'DELIVERY' then
        -- To whom.
        select a.address_id, a.address_line, a.city, a.postal_code, a.country, a.latitude, a.longitude
        into address_id, address_line, city, postal_code, country, latitude, longitude
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
        elsif v_slot.start_time < v_policy.delivery_start_time or v_slot.end_time > v_policy.delivery_end_time then
            perform store.fail('INVALID_SLOT', '{"reason": "not within the opening hours"}');
        elsif p_delivery_date is not null and not (
            extract(dow from p_delivery_date) = v_slot.day_of_week
            and p_delivery_date <= (p_now at time zone v_policy.time_zone)::date + v_policy.booking_horizon_days
        ) then
            perform store.fail('INVALID_SLOT', '{"reason": "this slot cannot be booked on this date"}');
        elsif (p_delivery_date + v_slot.start_time) at time zone v_policy.time_zone
            < p_now + make_interval(mins => v_policy.booking_cutoff_minutes)
        then
            perform store.fail('INVALID_SLOT', '{"reason": "it is too late for this slot on this date"}');
        end if;

        delivery_date := p_delivery_date;

        if not p_holds_place then
            select d.slot_date into delivery_date
            from store.slot_dates_bookable(array[p_delivery_slot_id], p_delivery_date, p_delivery_date, p_now) as d
            order by d.slot_date
            limit 1;
        end if;

        if delivery_date is null then
            perform store.fail('SLOT_FULL');
        end if;

        branch_id := v_slot.branch_id;
        delivery_slot_id := v_slot.delivery_slot_id;
        start_time := v_slot.start_time;
        end_time := v_slot.end_time;
        delivery_fee := case when subtotal < v_policy.delivery_min_total then v_policy.delivery_fee_under_min else 0 end;
    else
        select b.branch_id, b.pickup_capacity into branch_id, pickup_capacity
        from store.branches as b
        where b.branch_id = p_branch_id
            and b.is_active;

        if not found then
            perform store.fail('BRANCH_NOT_FOUND');
        end if;

        pickup_starts_at := store.pickup_find(branch_id, pickup_capacity, v_policy, p_pickup_at, p_now);
        pickup_ends_at := pickup_starts_at + make_interval(hours => v_policy.delivery_slot_hours);
        delivery_fee := 0;
    end if;

    delivery_min_total := v_policy.delivery_min_total;
    delivery_fee_under_min := v_policy.delivery_fee_under_min;
    vat_rate := v_policy.vat_rate;
    currency := v_policy.currency;
    capture := v_policy.capture;
    time_zone := v_policy.time_zone;
    shop_id := v_policy.shop_id;
    delivery_fee_vat := store.vat_part(delivery_fee, v_policy.vat_rate);
    total_amount := subtotal + delivery_fee;
    vat_included := vat_included + delivery_fee_vat;

    -- Before anybody makes a numeric(12, 2) of it, and before the provider is asked for what it does not charge.
    if total_amount > v_policy.order_max_total then
        perform store.fail(
            'CART_LIMIT',
            jsonb_build_object(
                'limit', 'order_max_total', 'maximum', v_policy.order_max_total::text, 'actual', total_amount::text
            )
        );
    elsif total_amount < v_policy.order_min_total then
        perform store.fail(
            'CART_LIMIT',
            jsonb_build_object(
                'limit', 'order_min_total', 'minimum', v_policy.order_min_total::text, 'actual', total_amount::text
            )
        );
    end if;

    return next;
end;
$$;

comment on function store.checkout_plan is 'What a checkout of a cart would be now: rules, lines, branch, time, address, amounts.';
revoke all on function store.checkout_plan from public;
