-- What the load needs of a shop: a warehouse with delivery windows, branches, aisles. Those that are there are used.

insert into store.branches (name, address, is_warehouse)
select 'Load warehouse', '1 Load Street, Lod', true
where not exists (select from store.branches as b where b.is_warehouse);

insert into store.branches (name, address)
select 'Load shop ' || s.n, s.n + 1 || ' Load Street, Lod'
from generate_series(1, 4 - (select count(*) from store.branches)::integer) as s (n);

insert into store.delivery_slots (branch_id, day_of_week, start_time, end_time, capacity)
select b.branch_id, d.day, make_time(h.hour, 0, 0), make_time(h.hour + 2, 0, 0), 400
from store.branches as b
cross join generate_series(0, 6) as d (day)
cross join generate_series(6, 20, 2) as h (hour)
where b.is_warehouse
    and not exists (select from store.delivery_slots as s where s.branch_id = b.branch_id)
order by d.day, h.hour;

insert into store.categories (name)
values
    ('Dairy & Eggs · חלב וביצים'),
    ('Bakery · מאפייה'),
    ('Fruit · פירות'),
    ('Vegetables · ירקות'),
    ('Meat & Poultry · בשר ועוף'),
    ('Fish · דגים'),
    ('Frozen · קפואים'),
    ('Pantry · מזווה'),
    ('Canned & Sauces · שימורים ורטבים'),
    ('Snacks & Sweets · חטיפים וממתקים'),
    ('Drinks · משקאות'),
    ('Beer & Wine · בירה ויין'),
    ('Cleaning · ניקיון'),
    ('Personal Care & Pets · טיפוח וחיות מחמד')
on conflict do nothing;
