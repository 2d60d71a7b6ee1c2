-- Every second customer has a cart with one to six products; one that has a cart already keeps it as it is.

with opened as (
    insert into store.carts (user_id, created_at, updated_at)
    select u.user_id, now() - interval '1 hour', now() - interval '1 hour'
    from generate_series(2, 500 * current_setting('mami.load_factor')::bigint, 2) as s (n)
    join store.users as u on lower(u.email) = 'load' || lpad(s.n::text, 7, '0') || '@example.com'
    where not exists (select from store.carts as c where c.user_id = u.user_id and c.status = 'ACTIVE')
    order by s.n
    returning cart_id, user_id
)

insert into store.cart_items (cart_id, product_id, quantity)
select o.cart_id, p.product_id, 1 + (hashint8extended(p.product_id, 80) & 3)
from opened as o
cross join lateral (
    select distinct
        1 + (hashint8extended(o.user_id, 90 + l.n) & 2147483647) % (2000 * current_setting('mami.load_factor')::bigint) as position
    from generate_series(1, 1 + (hashint8extended(o.user_id, 81) & 2147483647) % 6) as l (n)
) as l
join load_products as p on p.position = l.position
order by o.cart_id, p.product_id;
