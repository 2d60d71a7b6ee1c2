-- migrator: replaces api.checkout_lock(bigint, text, bytea, bigint, text, bigint, bigint, date, bigint, timestamp with time zone, bigint, numeric, boolean, integer)
create or replace function api.checkout_lock(
    p_actor_id bigint,
    p_idempotency_key text,
    p_fingerprint bytea,
    p_cart_id bigint,
    p_fulfillment_type text,
    p_branch_id bigint,
    p_delivery_slot_id bigint,
    p_delivery_date date,
    p_address_id bigint,
    p_pickup_at timestamptz,
    p_payment_token_id bigint,
    p_expected_total numeric,
    p_save_as_default boolean,
    p_lease_seconds integer
)
    returns table (
        outcome text,
        checkout_attempt_id bigint,
        amount_minor bigint,
        currency text,
        provider text,
        provider_token text,
        response_status integer,
        response_body text,
        capture text,
        shop_id text,
        provider_key text,
        customer_reference text,
        lease_number integer
    )
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- First transaction of a checkout: claims the Idempotency-Key and locks slot and stock durably, so that no transaction
-- is open while the provider is asked. Gives LOCKED and what to charge, or REPLAY and the answer that the key had, or has as long as the card's owner is waited for.
-- Whether the money is taken or held is decided here, once: another try of the charge must be the same one.
-- The key is claimed by the row that is the lock: the one exists if and only if the other does, and a refusal, which
-- rolls both back, leaves the key free.
-- Callers: POST /checkout/confirm
-- Errors:  MS400 VALIDATION_ERROR, MS400 CART_LIMIT, MS400 INVALID_SLOT, MS401 UNAUTHORIZED, MS403 FORBIDDEN,
--          MS404 CART_NOT_FOUND, MS404 BRANCH_NOT_FOUND, MS404 ADDRESS_NOT_FOUND, MS404 PAYMENT_TOKEN_NOT_FOUND,
--          MS409 CART_EMPTY, MS409 PRODUCT_UNAVAILABLE, MS409 SLOT_FULL, MS409 TOTAL_CHANGED, MS409 INSUFFICIENT_STOCK,
--          MS409 IDEMPOTENCY_IN_PROGRESS, MS409 CHECKOUT_IN_PROGRESS, MS422 IDEMPOTENCY_KEY_REUSED
-- Locks:   users row, carts row, slot_dates row or the branch's pickup hour, inventory rows by (branch_id, product_id)
-- Writes:  store.checkout_attempts, store.checkout_lines, store.slot_dates, store.inventory, store.inventory_movements
declare
    v_attempt store.checkout_attempts;
    v_cart_id bigint;
    v_first record;
    v_plan record;
    v_token store.payment_tokens;
    v_slot_date_id bigint;
    v_shortages jsonb;
begin
    perform store.enter(p_actor_id, 'CUSTOMER');
    perform store.checkout_input_check(p_fulfillment_type, p_branch_id, p_delivery_slot_id);

    -- One checkout of a user at a time from here on: the same key sent twice at once is seen here, not at an index.
    perform store.user_lock(p_actor_id);

    select a.* into v_attempt
    from store.checkout_attempts as a
    where a.user_id = p_actor_id
        and a.idempotency_key = p_idempotency_key;

    if found then
        if v_attempt.fingerprint <> p_fingerprint then
            perform store.fail('IDEMPOTENCY_KEY_REUSED');
        elsif v_attempt.response_body is null and v_attempt.state <> 'ACTION_REQUIRED' then
            perform store.fail(
                'IDEMPOTENCY_IN_PROGRESS', jsonb_build_object('attempt_id', v_attempt.checkout_attempt_id)
            );
        end if;

        return query
            select
                'REPLAY', v_attempt.checkout_attempt_id, null::bigint, null::text, null::text, null::text,
                coalesce(v_attempt.response_status, 202),
                coalesce(v_attempt.response_body, store.checkout_action_body(v_attempt)), null::text, null::text, null::text,
                null::text, null::integer;
        return;
    end if;

    select c.cart_id into v_cart_id
    from store.carts as c
    where c.user_id = p_actor_id
        and c.status = 'ACTIVE'
        and (p_cart_id is null or c.cart_id = p_cart_id)
    for no key update;

    if not found and p_cart_id is not null then
        perform store.fail('CART_NOT_FOUND');
    end if;

    select a.* into v_attempt
    from store.checkout_attempts as a
    where a.cart_id = v_cart_id
        and a.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING', 'NEEDS_REVIEW');

    if found then
        perform store.fail('CHECKOUT_IN_PROGRESS', jsonb_build_object('attempt_id', v_attempt.checkout_attempt_id));
    end if;

    select p.* into v_first
    from store.checkout_plan(
        p_actor_id, v_cart_id, p_fulfillment_type, p_branch_id, p_delivery_slot_id, p_delivery_date, p_address_id,
        p_pickup_at, clock_timestamp()
    ) as p;

    select t.* into v_token
    from store.payment_tokens as t
    where t.user_id = p_actor_id
        and t.is_active
        and case when p_payment_token_id is null then t.is_default else t.payment_token_id = p_payment_token_id end;

    if not found then
        perform store.fail('PAYMENT_TOKEN_NOT_FOUND');
    end if;

    if p_expected_total <> v_first.total_amount then
        perform store.fail(
            'TOTAL_CHANGED',
            jsonb_build_object('expected_total', round(p_expected_total, 2)::text, 'total', v_first.total_amount::text)
        );
    end if;

    if v_first.delivery_date is not null then
        v_slot_date_id := store.slot_book(v_first.delivery_slot_id, v_first.delivery_date);
    elsif v_first.pickup_capacity is not null then
        -- Who wants a place in the same hour waits here until our attempt is there to be counted, or is not. Two hours of one hash
        -- wait for each other, which harms nobody: who holds one waits for stock alone, and who has stock for no hour.
        perform pg_advisory_xact_lock(
            hashtextextended(
                concat_ws(
                    ' ', 'pickup', v_first.branch_id,
                    extract(epoch from date_trunc('hour', v_first.pickup_starts_at, v_first.time_zone))
                ),
                0
            )
        );
    end if;

    -- In this order in every function: two carts with the same products in another order wait, and never in a ring.
    perform 1
    from store.cart_items as ci
    join store.inventory as i on i.branch_id = v_first.branch_id and i.product_id = ci.product_id
    where ci.cart_id = v_cart_id
    order by i.branch_id, i.product_id
    for no key update of i;

    -- Whoever held a place or a shelf may have held us up while prices, rules or windows changed. So once more, under the locks: this is
    -- the plan that is stored, and charged. Who wished for no hour gets the next one still, unless a place was locked in one.
    select p.* into v_plan
    from store.checkout_plan(
        p_actor_id, v_cart_id, p_fulfillment_type, v_first.branch_id, v_first.delivery_slot_id, v_first.delivery_date,
        v_first.address_id, case when v_first.pickup_capacity is null then p_pickup_at else v_first.pickup_starts_at end,
        clock_timestamp(), p_holds_place => true
    ) as p;

    if (v_plan.branch_id, v_plan.start_time, v_plan.end_time)
        is distinct from (v_first.branch_id, v_first.start_time, v_first.end_time)
    then
        perform store.fail('INVALID_SLOT', '{"reason": "this window has just been moved"}');
    elsif v_plan.total_amount <> v_first.total_amount then
        perform store.fail(
            'TOTAL_CHANGED',
            jsonb_build_object('expected_total', v_first.total_amount::text, 'total', v_plan.total_amount::text)
        );
    end if;

    v_shortages := store.cart_shortages(v_cart_id, v_plan.branch_id);

    if v_shortages is not null then
        perform store.fail('INSUFFICIENT_STOCK', jsonb_build_object('missing', v_shortages));
    end if;

    insert into store.checkout_attempts (
        user_id, cart_id, idempotency_key, fingerprint, fulfillment_type, branch_id, slot_date_id, delivery_date,
        delivery_start_time, delivery_end_time, address_id, address_line, city, postal_code, country, latitude, longitude,
        pickup_starts_at, pickup_ends_at, payment_token_id, save_as_default, subtotal, delivery_fee, total_amount, currency,
        delivery_min_total, delivery_fee_under_min, vat_rate, delivery_fee_vat, vat_amount, capture, lease_expires_at
    )
    values (
        p_actor_id, v_cart_id, p_idempotency_key, p_fingerprint, p_fulfillment_type::store.fulfillment_type,
        v_plan.branch_id, v_slot_date_id, v_plan.delivery_date, v_plan.start_time, v_plan.end_time, v_plan.address_id,
        v_plan.address_line, v_plan.city, v_plan.postal_code, v_plan.country, v_plan.latitude, v_plan.longitude,
        v_plan.pickup_starts_at, v_plan.pickup_ends_at, v_token.payment_token_id, coalesce(p_save_as_default, false),
        v_plan.subtotal, v_plan.delivery_fee, v_plan.total_amount, v_plan.currency, v_plan.delivery_min_total,
        v_plan.delivery_fee_under_min, v_plan.vat_rate, v_plan.delivery_fee_vat, v_plan.vat_included, v_plan.capture,
        clock_timestamp() + make_interval(secs => p_lease_seconds)
    )
    returning * into v_attempt;

    insert into store.checkout_lines (
        checkout_attempt_id, product_id, quantity, unit_price, name, sku, unit, vat_class, vat_rate, vat_amount
    )
    select
        v_attempt.checkout_attempt_id, l.product_id, l.quantity, l.unit_price, l.name, l.sku, l.unit, l.vat_class, l.vat_rate,
        l.vat_amount
    from unnest(v_plan.lines) as l;

    update store.inventory as i
    set reserved = i.reserved + l.quantity, updated_at = now()
    from store.checkout_lines as l
    where l.checkout_attempt_id = v_attempt.checkout_attempt_id
        and i.branch_id = v_plan.branch_id
        and i.product_id = l.product_id;

    insert into store.inventory_movements (branch_id, product_id, kind, quantity, checkout_attempt_id)
    select v_plan.branch_id, l.product_id, 'reserved', l.quantity, l.checkout_attempt_id
    from store.checkout_lines as l
    where l.checkout_attempt_id = v_attempt.checkout_attempt_id;

    return query
        select
            'LOCKED', v_attempt.checkout_attempt_id, (v_attempt.total_amount * 100)::bigint, v_attempt.currency,
            v_token.provider, v_token.provider_token, null::integer, null::text, v_attempt.capture::text,
            v_plan.shop_id::text, v_attempt.provider_key::text, v_token.customer_reference, v_attempt.lease_number;
end;
$$;

comment on function api.checkout_lock is 'Claims an Idempotency-Key and locks slot and stock for a checkout, or gives the answer that the key had.';
revoke all on function api.checkout_lock from public;
grant execute on function api.checkout_lock to mami_gateway;
