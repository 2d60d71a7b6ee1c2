create or replace function store.check_checkouts()
    returns table (invariant text, details jsonb)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What must hold of carts, attempts and booked places: one row for each violation.
-- Callers: store.check_invariants
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return query
        select 'a slot''s bookings are its open attempts and live orders', to_jsonb(v)
        from (
            select d.slot_date_id, d.booked, count(b.slot_date_id) as counted
            from store.slot_dates as d
            left join (
                select a.slot_date_id
                from store.checkout_attempts as a
                where a.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING', 'NEEDS_REVIEW')
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

        select 'a committed attempt has its order, and no other has one', to_jsonb(v)
        from (
            select a.checkout_attempt_id, a.state, o.order_id
            from store.checkout_attempts as a
            left join store.orders as o on o.checkout_attempt_id = a.checkout_attempt_id
            where (a.state = 'COMMITTED') <> (o.order_id is not null)
        ) as v

        union all

        select 'an attempt is worth its lines', to_jsonb(v)
        from (
            select a.checkout_attempt_id, a.subtotal, l.lines, a.vat_amount, l.vat_amount as vat_of_lines
            from store.checkout_attempts as a
            left join (
                select l.checkout_attempt_id, sum(l.quantity * l.unit_price) as lines, sum(l.vat_amount) as vat_amount
                from store.checkout_lines as l
                group by l.checkout_attempt_id
            ) as l on l.checkout_attempt_id = a.checkout_attempt_id
            where a.subtotal is distinct from l.lines
                or a.vat_amount <> l.vat_amount + a.delivery_fee_vat
        ) as v

        union all

        select 'a line is taxed by its class, at its attempt''s rate', to_jsonb(v)
        from (
            select l.checkout_attempt_id, l.product_id, l.vat_class, l.vat_rate, a.vat_rate as attempt_vat_rate
            from store.checkout_lines as l
            join store.checkout_attempts as a on a.checkout_attempt_id = l.checkout_attempt_id
            where l.vat_rate is distinct from case l.vat_class when 'ZERO' then 0 else a.vat_rate end
        ) as v

        union all

        select 'a closed cart has exactly one order, an attempt its user''s cart, an open one an open cart', to_jsonb(v)
        from (
            select c.cart_id, c.status, null::bigint as checkout_attempt_id, count(o.order_id) as orders
            from store.carts as c
            left join store.orders as o on o.cart_id = c.cart_id
            group by c.cart_id
            having count(o.order_id) <> case c.status when 'CHECKED_OUT' then 1 else 0 end
            union all
            select c.cart_id, c.status, a.checkout_attempt_id, null
            from store.checkout_attempts as a
            join store.carts as c on c.cart_id = a.cart_id
            where c.user_id <> a.user_id
                or (a.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING', 'NEEDS_REVIEW') and c.status <> 'ACTIVE')
        ) as v

        union all

        -- Address and card belong to who pays, also those that are deleted meanwhile.
        select 'an attempt goes to its user''s address, and is paid with their card', to_jsonb(v)
        from (
            select a.checkout_attempt_id, a.user_id, d.user_id as address_of, t.user_id as card_of
            from store.checkout_attempts as a
            join store.payment_tokens as t on t.payment_token_id = a.payment_token_id
            left join store.addresses as d on d.address_id = a.address_id
            where t.user_id <> a.user_id
                or d.user_id <> a.user_id
        ) as v

        union all

        -- Leases and pauses are minutes. One that ends in a year is one that never ends.
        select 'an open attempt is looked at again within a day', to_jsonb(v)
        from (
            select a.checkout_attempt_id, a.state, a.lease_expires_at
            from store.checkout_attempts as a
            where a.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING')
                and a.lease_expires_at > clock_timestamp() + interval '1 day'
        ) as v;
end;
$$;

comment on function store.check_checkouts is 'What must hold of carts, attempts and booked places: one row for each violation.';
revoke all on function store.check_checkouts from public;
