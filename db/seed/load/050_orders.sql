-- Four orders a customer over the last 90 days, as two tables of this transaction: which orders, and what is in them. An
-- order is known by its payment's reference, as an Idempotency-Key is forgotten some days after its checkout. Popular
-- products are bought more often. The ids are taken here, so that what refers to them can be put in table by table.

create temporary table load_orders on commit drop as
with wanted as (
    select
        format('pi_load_%s_%s', s.n, k.k) as reference,
        s.n * 4 + k.k as seed,
        u.user_id,
        a.address_id,
        t.payment_token_id,
        now() - interval '2 hours' - make_interval(secs => (hashint8extended(s.n * 4 + k.k, 20) & 2147483647) % 7768800) as created_at
    from generate_series(1, 500 * current_setting('mami.load_factor')::bigint) as s (n)
    cross join generate_series(0, 3) as k (k)
    join store.users as u on lower(u.email) = 'load' || lpad(s.n::text, 7, '0') || '@example.com'
    join lateral (
        select min(a.address_id) as address_id from store.addresses as a where a.user_id = u.user_id
    ) as a on true
    join lateral (
        select min(t.payment_token_id) as payment_token_id from store.payment_tokens as t where t.user_id = u.user_id
    ) as t on true
    where not exists (
        select
        from store.payments as p
        where p.provider = 'stripe'
            and p.provider_reference = format('pi_load_%s_%s', s.n, k.k)
    )
),

slots as (
    select
        s.delivery_slot_id, s.day_of_week, s.start_time, s.end_time, s.capacity,
        row_number() over (partition by s.day_of_week order by s.start_time) - 1 as position,
        count(*) over (partition by s.day_of_week) as slots_of_day
    from store.delivery_slots as s
    join load_branches as b on b.branch_id = s.branch_id and b.is_warehouse
    where s.is_active
),

planned as (
    select w.*, (w.created_at at time zone g.time_zone)::date + 1 as slot_date, d.delivery_slot_id, d.start_time, d.end_time, d.capacity
    from wanted as w
    cross join store.settings as g
    left join slots as d on d.day_of_week = extract(dow from (w.created_at at time zone g.time_zone)::date + 1)
        and d.position = (hashint8extended(w.seed, 21) & 2147483647) % d.slots_of_day
        -- Three of four are delivered.
        and w.seed % 4 <> 0
    order by w.created_at
)

select
    p.*,
    case when p.delivery_slot_id is null then 'PICKUP' else 'DELIVERY' end::store.fulfillment_type as fulfillment_type,
    b.branch_id,
    case
        when p.created_at > now() - interval '1 day' then 'CREATED'
        when (hashint8extended(p.seed, 22) & 31) = 0 then 'CANCELED'
        else 'DELIVERED'
    end::store.order_status as status,
    nextval(pg_get_serial_sequence('store.carts', 'cart_id')) as cart_id,
    nextval(pg_get_serial_sequence('store.checkout_attempts', 'checkout_attempt_id')) as checkout_attempt_id,
    nextval(pg_get_serial_sequence('store.orders', 'order_id')) as order_id,
    nextval(pg_get_serial_sequence('store.payments', 'payment_id')) as payment_id
from planned as p
join load_branches as b on b.position = case
    when p.delivery_slot_id is not null then 0
    else 1 + p.seed / 4 % (select count(*) - 1 from load_branches)
end;

create temporary table load_lines on commit drop as
select l.*, r.vat_rate, store.vat_part(l.price * l.quantity, r.vat_rate) as vat_amount
from (
    select
        o.order_id, p.product_id, p.name, p.sku, p.unit, p.price, p.vat_class,
        sum(1 + (hashint8extended(o.seed, 40 + l.n) & 3))::integer as quantity
    from load_orders as o
    cross join lateral generate_series(1, 2 + (hashint8extended(o.seed, 23) & 7)) as l (n)
    join load_products as p on p.position
        = 1 + floor(2000 * current_setting('mami.load_factor')::bigint * power((hashint8extended(o.seed, 60 + l.n) & 2147483647) / 2147483648.0, 2))::bigint
    group by o.order_id, p.product_id, p.name, p.sku, p.unit, p.price, p.vat_class
) as l
cross join store.settings as g
cross join lateral (select case l.vat_class when 'ZERO' then 0 else g.vat_rate end) as r (vat_rate);

create unique index on load_orders (order_id);
create index on load_lines (order_id);

alter table load_orders
    add column subtotal numeric(12, 2),
    add column delivery_fee numeric(12, 2),
    add column delivery_fee_vat numeric(12, 2),
    add column vat_amount numeric(12, 2);

update load_orders as o
set
    subtotal = l.subtotal,
    vat_amount = l.vat_amount,
    delivery_fee = case
        when o.fulfillment_type = 'DELIVERY' and l.subtotal < g.delivery_min_total then g.delivery_fee_under_min
        else 0
    end
from (
    select l.order_id, sum(l.price * l.quantity) as subtotal, sum(l.vat_amount) as vat_amount from load_lines as l group by l.order_id
) as l
cross join store.settings as g
where l.order_id = o.order_id;

update load_orders as o
set
    delivery_fee_vat = store.vat_part(o.delivery_fee, g.vat_rate),
    vat_amount = o.vat_amount + store.vat_part(o.delivery_fee, g.vat_rate)
from store.settings as g
where o.subtotal is not null;

analyze load_orders, load_lines;
