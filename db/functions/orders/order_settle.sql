create or replace function store.order_settle(p_order_id bigint, p_reason text, p_actor_id bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Sees to what of an order is not delivered, in the transaction of its cause: what was not found of one that is ready, all of one that is
-- canceled. Such units are sold no longer: the ledger takes them back, those that are there to the shelf, and writes off those that are
-- not. A canceled delivery gives its place back; a pickup's hour is counted from what is not canceled. Its price goes down by the lines and their
-- VAT, and by the fee once nothing is delivered: the fee of one that is short stays as it was agreed. Then the money follows.
-- It compares what is settled with what there is to be settled, so that nothing goes back twice, however often it is called.
-- Callers: order_move, which has what it changes locked
-- Errors:  MS404 ORDER_NOT_FOUND, MS409 PAYMENT_NOT_AUTHORIZED, MS409 CAPTURE_EXCEEDS_PAYMENT, MS409 CAPTURE_IN_PROGRESS
-- Locks:   payments row
-- Writes:  store.inventory, store.inventory_movements, store.slot_dates, store.order_items, store.orders; for money that goes back
--          store.refunds or store.captures, store.outbox
declare
    v_order store.orders;
    v_reason text;
    v_has_changed boolean;
begin
    select o.* into strict v_order
    from store.orders as o
    where o.order_id = p_order_id;

    v_reason := coalesce(
        p_reason, case v_order.status when 'CANCELED' then 'the order was canceled' else 'not all of it was found' end
    );

    -- By line: units that are not sold any more, and those among them that nobody has.
    with line as (
        select
            t.product_id,
            case v_order.status when 'CANCELED' then t.quantity else t.missing_quantity end - t.settled_quantity as units,
            greatest(t.missing_quantity - t.settled_quantity, 0) as lost
        from store.order_items as t
        where t.order_id = p_order_id
    ),

    shelved as (
        update store.inventory as i
        set on_hand = i.on_hand + l.units - l.lost, updated_at = now()
        from line as l
        where i.branch_id = v_order.branch_id
            and i.product_id = l.product_id
            and l.units > l.lost
    )

    insert into store.inventory_movements (branch_id, product_id, kind, quantity, checkout_attempt_id, reason, actor_user_id)
    select v_order.branch_id, l.product_id, m.kind, m.quantity, v_order.checkout_attempt_id, v_reason, p_actor_id
    from line as l
    cross join lateral (
        values (1, 'returned'::store.movement_kind, l.units), (2, 'adjusted', -l.lost)
    ) as m (place, kind, quantity)
    where m.quantity <> 0
    order by l.product_id, m.place;

    v_has_changed := found;

    if v_has_changed and v_order.status = 'CANCELED' then
        update store.slot_dates as s
        set booked = s.booked - 1
        where s.slot_date_id = (select d.slot_date_id from store.order_deliveries as d where d.order_id = p_order_id);
    end if;

    if v_has_changed then
        update store.order_items as t
        set settled_quantity = case v_order.status when 'CANCELED' then t.quantity else t.missing_quantity end
        where t.order_id = p_order_id
            and t.settled_quantity <> case v_order.status when 'CANCELED' then t.quantity else t.missing_quantity end;

        update store.orders as o
        set reduced_amount = l.amount, reduced_vat_amount = l.vat_amount, updated_at = now()
        from (
            select
                sum(t.unit_price * t.settled_quantity)
                    + case v_order.status when 'CANCELED' then v_order.delivery_fee else 0 end as amount,
                coalesce(
                    sum(t.vat_amount - store.vat_part(t.unit_price * (t.quantity - t.settled_quantity), t.vat_rate))
                    + case v_order.status when 'CANCELED' then v_order.delivery_fee_vat else 0 end,
                    0
                ) as vat_amount
            from store.order_items as t
            where t.order_id = p_order_id
        ) as l
        where o.order_id = p_order_id;
    end if;

    perform store.payment_settle(p_order_id, v_reason, p_actor_id);
end;
$$;

comment on function store.order_settle is 'Sees to the stock, the place and the money of what is not delivered.';
revoke all on function store.order_settle from public;
