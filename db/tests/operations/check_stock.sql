begin;
\ir ../fixture.psql
\ir ../orders/life.psql

select plan(17);

-- happy path
insert into fixture values ('order', ordered('customer', 'k1')), ('declined', locked_attempt('customer', 'k2'));
select api.checkout_release(id('declined'), 'card_declined', '{}');
insert into fixture values ('open', locked_attempt('other', 'k3'));
insert into fixture select 'committed', checkout_attempt_id from store.orders where order_id = id('order');

insert into fixture values ('short order', ordered('customer', 'k4'));
insert into fixture select 'short', checkout_attempt_id from store.orders where order_id = id('short order');
select bring('short order', 'MISSING'), set('manager', 'short order', 'READY');

select is_empty('select * from store.check_stock()', 'an order, one that is short, a decline and an open lock are as they should be');

-- wrong states: sums of the ledger, of shelves and of attempts stay right in the first three
select wrong_is_told(
    $$
        update store.inventory_movements set kind = 'released' where kind = 'sold' and checkout_attempt_id = id('committed');
        update store.inventory as i
        set on_hand = i.on_hand + l.quantity
        from store.checkout_lines as l
        where l.checkout_attempt_id = id('committed') and l.product_id = i.product_id and i.branch_id = id('warehouse')
    $$,
    'stock of an attempt has moved as its state says', 'what an order sold went back to the shelf'
);
select wrong_is_told(
    $$
        update store.inventory_movements set kind = 'sold' where kind = 'released' and checkout_attempt_id = id('declined');
        update store.inventory as i
        set on_hand = i.on_hand - l.quantity
        from store.checkout_lines as l
        where l.checkout_attempt_id = id('declined') and l.product_id = i.product_id and i.branch_id = id('warehouse')
    $$,
    'stock of an attempt has moved as its state says', 'what was declined was sold'
);
select wrong_is_told(
    $$
        insert into store.inventory_movements (branch_id, product_id, kind, quantity, checkout_attempt_id)
        select id('warehouse'), id('milk'), k.kind, 1, id('committed')
        from unnest('{reserved,released}'::store.movement_kind[]) as k (kind)
    $$,
    'stock of an attempt has moved as its state says', 'a line was locked and given back once more'
);
select wrong_is_told(
    $$
        update store.inventory_movements as m
        set quantity = 3 - m.quantity
        where m.checkout_attempt_id = id('open')
    $$,
    'stock of an attempt has moved as its state says', 'what was locked of one product is locked of another'
);
select wrong_is_told(
    $$delete from store.inventory_movements where checkout_attempt_id = id('open') and product_id = id('milk')$$,
    'stock of an attempt has moved as its state says', 'a line was never locked'
);
select wrong_is_told(
    $$update store.inventory_movements set branch_id = id('branch') where checkout_attempt_id = id('committed')$$,
    'stock of an attempt has moved as its state says', 'an order was taken from another branch'
);
select wrong_is_told(
    $$update store.inventory_movements set product_id = id('rare cake') where checkout_attempt_id = id('committed') and product_id = id('bread')$$,
    'stock of an attempt has moved as its state says', 'an order was taken from another product'
);
select wrong_is_told(
    $$
        insert into store.inventory_movements (branch_id, product_id, kind, quantity, checkout_attempt_id)
        values (id('warehouse'), id('milk'), 'returned', 3, id('committed'))
    $$,
    'stock of an attempt has moved as its state says', 'more came back than was sold'
);
select wrong_is_told(
    $$update store.inventory_movements set kind = 'damaged' where checkout_attempt_id = id('committed') and kind = 'sold'$$,
    'stock of an attempt has moved as its state says', 'what was sold was thrown away'
);
select wrong_is_told(
    $$update store.inventory_movements set checkout_attempt_id = null where kind = 'sold'$$,
    'inventory_movements_checkout_is_named', 'something was sold to nobody'
);
select wrong_is_told(
    $$update store.inventory set reserved = reserved - 1 where product_id = id('milk') and branch_id = id('warehouse')$$,
    'reserved is what open attempts have locked', 'a locked unit is free'
);
select wrong_is_told(
    $$update store.inventory set on_hand = on_hand - 1 where product_id = id('milk') and branch_id = id('branch')$$,
    'the ledger adds up to on_hand and reserved', 'a unit is gone'
);
select wrong_is_told(
    $$
        delete from store.inventory_movements where checkout_attempt_id = id('short') and kind in ('returned', 'adjusted')
    $$,
    'stock of an attempt has moved as its state says', 'what was not found is still sold'
);
select wrong_is_told(
    $$
        delete from store.inventory_movements where checkout_attempt_id = id('short') and kind = 'adjusted';
        update store.inventory set on_hand = on_hand + 1 where product_id = id('bread') and branch_id = id('warehouse')
    $$,
    'stock of an attempt has moved as its state says', 'what was not found is on the shelf'
);
select wrong_is_told(
    $$
        insert into store.inventory_movements (branch_id, product_id, kind, quantity, checkout_attempt_id)
        values (id('warehouse'), id('bread'), 'returned', 1, id('committed'));
        update store.inventory set on_hand = on_hand + 1 where product_id = id('bread') and branch_id = id('warehouse')
    $$,
    'stock of an attempt has moved as its state says', 'what was sold is back, and its order stands'
);
select is_empty('select * from store.check_stock()', 'and all of it is undone');

select * from finish();

rollback;
