-- migrator: replaces api.checkout_commit(bigint, text, bigint, text, boolean)
create or replace function api.checkout_commit(
    p_checkout_attempt_id bigint,
    p_provider_reference text,
    p_amount_minor bigint,
    p_currency text,
    p_is_captured boolean default true,
    p_lease_number integer default null
)
    returns table (response_status integer, response_body text, order_id bigint, state text)
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Second transaction of a checkout that is paid: the locked stock is sold, the order stands with its snapshots and its
-- payment, the cart is closed, the answer is stored. Committed already: gives the answer stored then, so that whoever
-- drives the attempt may call it again. The roles are not asked: the money has moved, and a user who was deactivated
-- meanwhile still gets what was paid. p_is_captured says whether the provider has taken the money or holds it: it is
-- the provider's word that counts, not what was asked for. Paid is an attempt by the payment that it has stored, and by no other; a charge
-- of another that an event told of goes back. Money that is taken makes the order whoever tells of it, also where somebody else has taken the
-- attempt over, who would find the same, or where it waits for a human. Money that is only held does not: the other may be letting it go,
-- so its state is told, without an answer.
-- What the order says is what was locked: product, address and window may have changed since, and are not looked at.
-- Callers: the checkout flow after the provider said yes
-- Errors:  MS404 ATTEMPT_NOT_FOUND, MS409 ATTEMPT_CLOSED, MS409 PAYMENT_MISMATCH
-- Locks:   users row (with save_as_default), carts row, checkout_attempts row, inventory rows by (branch_id, product_id)
-- Writes:  store.inventory, store.inventory_movements, store.orders, store.order_items, store.order_deliveries,
--          store.order_pickups, store.payments, store.payment_events, store.carts, store.checkout_attempts; with
--          save_as_default store.addresses, store.payment_tokens; for a second charge store.refunds or store.captures, store.outbox;
--          for what was given back already store.refunds, store.payments, store.payment_events, store.webhook_events;
--          of what was locked by the former release store.checkout_lines
declare
    v_attempt store.checkout_attempts;
    v_order store.orders;
    v_payment_id bigint;
    v_body text;
begin
    -- Without a lock first, to learn which rows come before the attempt in the lock order.
    select a.* into v_attempt
    from store.checkout_attempts as a
    where a.checkout_attempt_id = p_checkout_attempt_id;

    if not found then
        perform store.fail('ATTEMPT_NOT_FOUND');
    end if;

    perform store.act_as(v_attempt.user_id::text);

    if v_attempt.save_as_default then
        perform store.user_lock(v_attempt.user_id);
    end if;

    perform 1 from store.carts as c where c.cart_id = v_attempt.cart_id for no key update;

    select a.* into v_attempt
    from store.checkout_attempts as a
    where a.checkout_attempt_id = p_checkout_attempt_id
    for no key update;

    if v_attempt.state = 'COMMITTED' then
        return query
            select v_attempt.response_status, v_attempt.response_body, o.order_id, v_attempt.state::text
            from store.orders as o
            where o.checkout_attempt_id = p_checkout_attempt_id;
        return;
    elsif v_attempt.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED') and v_attempt.lease_number <> p_lease_number and not p_is_captured then
        return query select null::integer, null::text, null::bigint, v_attempt.state::text;
        return;
    elsif v_attempt.state not in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'NEEDS_REVIEW') or v_attempt.charged_amount is not null then
        perform store.fail('ATTEMPT_CLOSED', jsonb_build_object('state', v_attempt.state));
    elsif p_provider_reference is distinct from v_attempt.intent_reference
        or p_amount_minor is distinct from (v_attempt.total_amount * 100)::bigint
        or p_currency is distinct from v_attempt.currency
    then
        perform store.fail('PAYMENT_MISMATCH');
    end if;

    -- The stock: reserved units become sold ones.
    perform 1
    from store.checkout_lines as l
    join store.inventory as i on i.branch_id = v_attempt.branch_id and i.product_id = l.product_id
    where l.checkout_attempt_id = p_checkout_attempt_id
    order by i.branch_id, i.product_id
    for no key update of i;

    update store.inventory as i
    set on_hand = i.on_hand - l.quantity, reserved = i.reserved - l.quantity, updated_at = now()
    from store.checkout_lines as l
    where l.checkout_attempt_id = p_checkout_attempt_id
        and i.branch_id = v_attempt.branch_id
        and i.product_id = l.product_id;

    insert into store.inventory_movements (branch_id, product_id, kind, quantity, checkout_attempt_id)
    select v_attempt.branch_id, l.product_id, 'sold', l.quantity, l.checkout_attempt_id
    from store.checkout_lines as l
    where l.checkout_attempt_id = p_checkout_attempt_id;

    -- The order.
    if v_attempt.vat_rate is null then
        v_attempt := store.checkout_snapshot_fill(p_checkout_attempt_id);
    end if;

    insert into store.orders (
        user_id, cart_id, checkout_attempt_id, branch_id, fulfillment_type, subtotal, delivery_fee, total_amount, vat_rate,
        delivery_fee_vat, vat_amount
    )
    values (
        v_attempt.user_id, v_attempt.cart_id, p_checkout_attempt_id, v_attempt.branch_id, v_attempt.fulfillment_type,
        v_attempt.subtotal, v_attempt.delivery_fee, v_attempt.total_amount, v_attempt.vat_rate, v_attempt.delivery_fee_vat,
        v_attempt.vat_amount
    )
    returning * into v_order;

    insert into store.order_items (
        order_id, product_id, name, sku, unit, unit_price, quantity, vat_class, vat_rate, vat_amount
    )
    select
        v_order.order_id, l.product_id, l.name, l.sku, l.unit, l.unit_price, l.quantity, l.vat_class, l.vat_rate, l.vat_amount
    from store.checkout_lines as l
    where l.checkout_attempt_id = p_checkout_attempt_id
    order by l.product_id;

    if v_attempt.fulfillment_type = 'DELIVERY' then
        insert into store.order_deliveries (
            order_id, slot_date_id, start_time, end_time, address_line, city, postal_code, country, latitude, longitude
        )
        values (
            v_order.order_id, v_attempt.slot_date_id, v_attempt.delivery_start_time, v_attempt.delivery_end_time,
            v_attempt.address_line, v_attempt.city, v_attempt.postal_code, v_attempt.country, v_attempt.latitude,
            v_attempt.longitude
        );
    else
        insert into store.order_pickups (order_id, branch_id, window_starts_at, window_ends_at)
        values (v_order.order_id, v_attempt.branch_id, v_attempt.pickup_starts_at, v_attempt.pickup_ends_at);
    end if;

    -- The money.
    insert into store.payments (
        order_id, payment_token_id, provider, provider_reference, status, authorized_amount, captured_amount, currency,
        brand, last4
    )
    select
        v_order.order_id, t.payment_token_id, t.provider, p_provider_reference,
        (case when p_is_captured then 'CAPTURED' else 'AUTHORIZED' end)::store.payment_status, v_attempt.total_amount,
        case when p_is_captured then v_attempt.total_amount else 0 end, v_attempt.currency, t.brand, t.last4
    from store.payment_tokens as t
    where t.payment_token_id = v_attempt.payment_token_id
    returning payment_id into v_payment_id;

    insert into store.payment_events (payment_id, provider, provider_event_id, kind, amount)
    select
        v_payment_id, p.provider, p.provider_reference || ':charge',
        case when p_is_captured then 'charge' else 'authorize' end, p.authorized_amount
    from store.payments as p
    where p.payment_id = v_payment_id;

    -- The end of cart and attempt.
    update store.carts as c
    set status = 'CHECKED_OUT', updated_at = now()
    where c.cart_id = v_attempt.cart_id;

    v_body := json_build_object(
        'data', json_build_object(
            'order_id', v_order.order_id,
            'order_number', v_order.order_number,
            'status', v_order.status,
            'total_paid', v_order.total_amount::text,
            'payment_reference', p_provider_reference,
            'attempt_id', p_checkout_attempt_id
        )
    )::text;

    update store.checkout_attempts as a
    set
        state = 'COMMITTED',
        state_reason = null,
        provider_reference = p_provider_reference,
        response_status = 201,
        response_body = v_body,
        updated_at = now()
    where a.checkout_attempt_id = p_checkout_attempt_id
    returning a.* into v_attempt;

    perform store.checkout_follow_money(v_attempt);
    perform store.refund_follow(v_attempt);

    if v_attempt.save_as_default then
        perform store.payment_token_make_default(v_attempt.user_id, v_attempt.payment_token_id);
        perform store.address_make_default(v_attempt.user_id, v_attempt.address_id);
    end if;

    return query select 201, v_body, v_order.order_id, v_attempt.state::text;
end;
$$;

comment on function api.checkout_commit is 'Turns a paid checkout attempt into an order.';
revoke all on function api.checkout_commit from public;
grant execute on function api.checkout_commit to mami_gateway;
