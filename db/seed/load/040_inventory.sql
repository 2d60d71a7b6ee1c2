-- Stock of every load product in at most eight branches, the warehouse first, received through the ledger. A row that exists
-- is never changed.

create temporary table load_branches on commit drop as
select b.branch_id, b.is_warehouse, row_number() over (order by b.is_warehouse desc, b.branch_id) - 1 as position
from store.branches as b
where b.is_active or b.is_warehouse
order by b.is_warehouse desc, b.branch_id
limit 8;

create temporary table load_products on commit drop as
select substr(p.sku, 6)::bigint as position, p.product_id, p.name, p.sku, p.unit, p.price, p.vat_class
from store.products as p
where p.sku ~ '^LOAD-\d{7}$'
    and substr(p.sku, 6)::bigint <= 2000 * current_setting('mami.load_factor')::bigint;

create unique index on load_products (position);
analyze load_products, load_branches;

with stocked as (
    insert into store.inventory (branch_id, product_id, on_hand, reorder_point)
    select
        b.branch_id,
        p.product_id,
        case when b.is_warehouse then 400 else 100 end + (hashint8extended(p.position, b.position) & 127)::integer,
        20
    from load_branches as b
    cross join load_products as p
    order by b.branch_id, p.product_id
    on conflict on constraint inventory_pkey do nothing
    returning branch_id, product_id, on_hand
)

insert into store.inventory_movements (branch_id, product_id, kind, quantity, reason, created_at)
select s.branch_id, s.product_id, 'received', s.on_hand, 'load: first stock', now() - interval '100 days'
from stocked as s
order by s.branch_id, s.product_id;
