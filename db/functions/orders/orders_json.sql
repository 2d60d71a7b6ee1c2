-- migrator: replaces store.orders_json(bigint[])
create or replace function store.orders_json(p_order_ids bigint[], p_is_for_staff boolean default false)
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Orders as the API shows them, with their items, in the order of the ids: one statement for one order and for a page of
-- them. Values of types, as sub-selects for the parts would cost more than the rest. Who picks it, how urgent it is and what staff say of it is
-- for staff. Urgent is what is not over: overdue when its window has begun, critical within an hour of that, due_soon within four.
-- With one plan for any number of ids: left to itself PostgreSQL would plan each call anew, as one id looks cheaper than ten.
-- Callers: order_get, order_list, order_ops_get, order_ops_list, order_status_set, order_cancel, order_claim, order_claim_next,
--          order_item_pick, order_item_damage
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(
            row(
                o.order_id,
                o.order_number,
                o.version,
                o.user_id,
                row(u.user_id, u.full_name, u.phone)::store.order_customer_answer,
                o.status::text,
                case when p_is_for_staff then o.status_reason end,
                case when p_is_for_staff then o.delayed_from::text end,
                o.fulfillment_type::text,
                o.branch_id,
                b.name,
                o.subtotal::text,
                o.delivery_fee::text,
                o.total_amount::text,
                case when o.vat_rate is not null then o.vat_amount::text end,
                o.vat_rate::text,
                o.delivery_fee_vat::text,
                (o.total_amount - o.reduced_amount)::text,
                case when o.vat_rate is not null then (o.vat_amount - o.reduced_vat_amount)::text end,
                p.refunded_amount::text,
                row(p.provider_reference, p.status::text, p.brand, p.last4)::store.order_payment_answer,
                case
                    when d.order_id is not null then row(
                        sd.delivery_slot_id,
                        sd.slot_date,
                        to_char(d.start_time, 'HH24:MI'),
                        to_char(d.end_time, 'HH24:MI'),
                        row(
                            d.address_line, d.city, d.postal_code, d.country, d.latitude, d.longitude
                        )::store.order_address_answer
                    )::store.order_delivery_answer
                end,
                case
                    when c.order_id is not null then row(
                        c.branch_id, store.rfc3339(c.window_starts_at), store.rfc3339(c.window_ends_at)
                    )::store.order_pickup_answer
                end,
                case
                    when not p_is_for_staff or o.status in ('DELIVERED', 'CANCELED') then null
                    when w.starts_at <= now() then 'overdue'
                    when w.starts_at <= now() + interval '1 hour' then 'critical'
                    when w.starts_at <= now() + interval '4 hours' then 'due_soon'
                    else 'scheduled'
                end,
                case when p_is_for_staff and a.user_id is not null then row(a.user_id, a.full_name)::store.person_answer end,
                case when p_is_for_staff and o.status = 'IN_PROGRESS' then store.rfc3339(o.lease_expires_at) end,
                array(
                    select row(
                        i.order_item_id,
                        i.product_id,
                        i.name,
                        i.sku,
                        i.unit_price::text,
                        i.quantity,
                        i.picked_quantity,
                        i.missing_quantity,
                        i.picked_status::text,
                        i.line_total::text,
                        i.vat_class::text,
                        i.vat_rate::text,
                        i.vat_amount::text,
                        row(g.product_id, g.image_url, g.bin_location, coalesce(i.unit, g.unit))::store.order_product_answer
                    )::store.order_item_answer_2
                    from store.order_items as i
                    join store.products as g on g.product_id = i.product_id
                    where i.order_id = o.order_id
                    order by i.order_item_id
                ),
                store.rfc3339(o.created_at),
                store.rfc3339(o.updated_at)
            )::store.order_answer_2
        )
        from unnest(p_order_ids) with ordinality as page (order_id, place)
        join store.orders as o on o.order_id = page.order_id
        join store.users as u on u.user_id = o.user_id
        join store.branches as b on b.branch_id = o.branch_id
        join store.payments as p on p.order_id = o.order_id
        join store.order_windows as w on w.order_id = o.order_id
        left join store.users as a on p_is_for_staff and a.user_id = o.assigned_to
        left join store.order_deliveries as d on d.order_id = o.order_id
        left join store.slot_dates as sd on sd.slot_date_id = d.slot_date_id
        left join store.order_pickups as c on c.order_id = o.order_id
        order by page.place
    );
end;
$$;

comment on function store.orders_json is 'Orders as the API shows them.';
revoke all on function store.orders_json from public;
