-- Stock of every product in every branch, received through the ledger. A row that exists is never changed.
-- Basket products come in thousands, the most wanted ones in tens of thousands; of the others a few are low, and some
-- shops have run out of one.

with demo as (
    select
        b.branch_id,
        p.product_id,
        case
            when p.name in (
                'whole milk', 'other vegetables', 'rolls/buns', 'soda', 'yogurt', 'bottled water',
                'root vegetables', 'tropical fruit', 'shopping bags', 'sausage', 'pastry', 'citrus fruit'
            ) then 25000
            when p.sku like 'GRO-%' then 5000
            when not b.is_warehouse and (p.product_id + b.branch_id) % 61 = 0 then 0
            when (p.product_id * 7 + b.branch_id) % 29 = 0 then 3
            else 40 + (p.product_id * 13 + b.branch_id * 7)::integer % 160
        end * case when b.is_warehouse then 2 else 1 end as quantity
    from store.branches as b
    cross join store.products as p
    where p.sku ~ '^(GRO|DAI|BAK|FRU|VEG|MEA|FIS|FRO|PAN|CAN|SNA|DRI|WIN|CLE|CAR)-\d{4}$'
),

stocked as (
    insert into store.inventory (branch_id, product_id, on_hand, reorder_point)
    select d.branch_id, d.product_id, d.quantity, 10
    from demo as d
    order by d.branch_id, d.product_id
    on conflict on constraint inventory_pkey do nothing
    returning branch_id, product_id, on_hand
)

insert into store.inventory_movements (branch_id, product_id, kind, quantity, reason)
select s.branch_id, s.product_id, 'received', s.on_hand, 'demo data'
from stocked as s
where s.on_hand > 0
order by s.branch_id, s.product_id;
