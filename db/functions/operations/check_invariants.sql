create or replace function store.check_invariants()
    returns table (invariant text, details jsonb)
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- What must hold in every committed state, whatever crashed when: one row for each violation, none when all is well.
-- Stable, so that all of it looks at one snapshot; a check during full load is as valid as one in the night.
-- Callers: the load programs, the tests, a DBA
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return query
        with open_attempts as (
            select a.*
            from store.checkout_attempts as a
            where a.state in ('LOCKED', 'UNKNOWN', 'COMPENSATING', 'NEEDS_REVIEW')
        )

        select 'reserved is what open attempts have locked', to_jsonb(v)
        from (
            select i.branch_id, i.product_id, i.reserved, coalesce(l.locked, 0) as locked
            from store.inventory as i
            full join (
                select a.branch_id, c.product_id, sum(c.quantity) as locked
                from open_attempts as a
                join store.checkout_lines as c on c.checkout_attempt_id = a.checkout_attempt_id
                group by a.branch_id, c.product_id
            ) as l on l.branch_id = i.branch_id and l.product_id = i.product_id
            where i.reserved is distinct from coalesce(l.locked, 0)
        ) as v

        union all

        select 'the ledger adds up to on_hand and reserved', to_jsonb(v)
        from (
            select i.branch_id, i.product_id, i.on_hand, m.on_hand as ledger_on_hand, i.reserved, m.reserved as ledger_reserved
            from store.inventory as i
            left join (
                select m.branch_id, m.product_id, sum(m.on_hand_change) as on_hand, sum(m.reserved_change) as reserved
                from store.inventory_movements as m
                group by m.branch_id, m.product_id
            ) as m on m.branch_id = i.branch_id and m.product_id = i.product_id
            where i.on_hand <> coalesce(m.on_hand, 0)
                or i.reserved <> coalesce(m.reserved, 0)
        ) as v

        union all

        select 'a correction by hand says why: a reason, or its request', to_jsonb(v)
        from (
            select m.inventory_movement_id, m.branch_id, m.product_id, m.quantity
            from store.inventory_movements as m
            where m.kind = 'adjusted'
                and m.reason is null
                and m.stock_request_id is null
        ) as v

        union all

        select 'an approved stock request has changed its shelf once, by what it says, and no other has', to_jsonb(v)
        from (
            select r.stock_request_id, r.status, r.applied_change, m.lines, m.on_hand_change
            from store.stock_requests as r
            left join (
                select
                    m.stock_request_id, m.branch_id, m.product_id, count(*) as lines, sum(m.on_hand_change) as on_hand_change
                from store.inventory_movements as m
                where m.stock_request_id is not null
                group by m.stock_request_id, m.branch_id, m.product_id
            ) as m on m.stock_request_id = r.stock_request_id
            where coalesce(m.on_hand_change, 0) <> coalesce(r.applied_change, 0)
                or m.lines > 1
                or (m.lines > 0 and (m.branch_id <> r.branch_id or m.product_id <> r.product_id))
        ) as v

        union all

        select 'a slot''s bookings are its open attempts and live orders', to_jsonb(v)
        from (
            select d.slot_date_id, d.booked, count(b.slot_date_id) as counted
            from store.slot_dates as d
            left join (
                select a.slot_date_id from open_attempts as a
                union all
                select e.slot_date_id
                from store.order_deliveries as e
                join store.orders as o on o.order_id = e.order_id
                where o.status <> 'CANCELED'
            ) as b on b.slot_date_id = d.slot_date_id
            group by d.slot_date_id
            having d.booked <> count(b.slot_date_id)
        ) as v

        union all

        select 'money taken is what the order is worth, money given back what its refunds say', to_jsonb(v)
        from (
            select
                o.order_id, o.status, o.total_amount, p.status as payment, p.authorized_amount, p.captured_amount,
                c.amount as capture, p.refunded_amount, coalesce(r.given_back, 0) as given_back
            from store.orders as o
            join store.payments as p on p.order_id = o.order_id
            left join store.captures as c on c.payment_id = p.payment_id and c.status = 'SUCCEEDED'
            left join (
                select
                    f.payment_id,
                    sum(f.amount) filter (where f.status = 'SUCCEEDED') as given_back,
                    sum(f.amount) filter (where f.status <> 'FAILED') as promised
                from store.refunds as f
                group by f.payment_id
            ) as r on r.payment_id = p.payment_id
            where p.authorized_amount <> o.total_amount
                or p.captured_amount <> coalesce(
                    c.amount, case when p.status in ('AUTHORIZED', 'CANCELED') then 0 else o.total_amount end
                )
                or (p.status = 'AUTHORIZED' and c.amount is not null)
                or p.refunded_amount <> coalesce(r.given_back, 0)
                or p.captured_amount < coalesce(r.promised, 0)
        ) as v

        union all

        select 'a compensated attempt has its refund, or its hold was let go', to_jsonb(v)
        from (
            select a.checkout_attempt_id
            from store.checkout_attempts as a
            where a.state = 'COMPENSATED'
                and not exists (
                    select
                    from store.refunds as f
                    where f.checkout_attempt_id = a.checkout_attempt_id
                        and f.provider_reference = a.provider_reference
                        and f.amount = a.charged_amount
                        and f.status = 'SUCCEEDED'
                )
                and not exists (
                    select
                    from store.captures as c
                    where a.is_held
                        and c.checkout_attempt_id = a.checkout_attempt_id
                        and c.provider_reference = a.provider_reference
                        and c.amount = 0
                        and c.status = 'SUCCEEDED'
                )
        ) as v

        union all

        select 'an order has a payment', to_jsonb(v)
        from (
            select o.order_id
            from store.orders as o
            where not exists (select from store.payments as p where p.order_id = o.order_id)
        ) as v

        union all

        select 'an order is worth its items and its fee', to_jsonb(v)
        from (
            select o.order_id, o.subtotal, sum(i.line_total) as items
            from store.orders as o
            left join store.order_items as i on i.order_id = o.order_id
            group by o.order_id
            having o.subtotal is distinct from sum(i.line_total)
        ) as v

        union all

        select 'a committed attempt has its order, and no other has one', to_jsonb(v)
        from (
            select a.checkout_attempt_id, a.state, o.order_id
            from store.checkout_attempts as a
            left join store.orders as o on o.checkout_attempt_id = a.checkout_attempt_id
            where (a.state = 'COMMITTED') <> (o.order_id is not null)
        ) as v

        union all

        select 'a closed attempt has no live lock, an open one its whole lock', to_jsonb(v)
        from (
            select a.checkout_attempt_id, a.state, l.locked, m.reserved
            from store.checkout_attempts as a
            left join (
                select c.checkout_attempt_id, sum(c.quantity) as locked
                from store.checkout_lines as c
                group by c.checkout_attempt_id
            ) as l on l.checkout_attempt_id = a.checkout_attempt_id
            left join (
                select m.checkout_attempt_id, sum(m.reserved_change) as reserved
                from store.inventory_movements as m
                where m.checkout_attempt_id is not null
                group by m.checkout_attempt_id
            ) as m on m.checkout_attempt_id = a.checkout_attempt_id
            where coalesce(m.reserved, 0) <> case
                when a.checkout_attempt_id in (select o.checkout_attempt_id from open_attempts as o) then l.locked
                else 0
            end
        ) as v

        union all

        select 'a closed cart has exactly one order', to_jsonb(v)
        from (
            select c.cart_id, c.status, count(o.order_id) as orders
            from store.carts as c
            left join store.orders as o on o.cart_id = c.cart_id
            group by c.cart_id
            having count(o.order_id) <> case c.status when 'CHECKED_OUT' then 1 else 0 end
        ) as v

        union all

        select 'an ended attempt has its answer', to_jsonb(v)
        from (
            select a.checkout_attempt_id, a.state
            from store.checkout_attempts as a
            where (a.state in ('COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED')) <> (a.response_body is not null)
        ) as v;
end;
$$;

comment on function store.check_invariants is 'One row for each violated invariant, none when all is well.';
revoke all on function store.check_invariants from public;
