-- migrator: no-transaction
-- The ledger by shelf and age, so that a page of it and its newest movement are read and not sorted out of all; the open orders of a
-- branch, whose goods are sold and not yet handed over. The foreign keys that 0019 added are verified.
create index concurrently inventory_movements_ledger_idx
    on store.inventory_movements (branch_id, product_id, inventory_movement_id);
drop index concurrently store.inventory_movements_inventory_idx;
create index concurrently inventory_movements_stock_request_id_idx
    on store.inventory_movements (stock_request_id) where stock_request_id is not null;
create index concurrently inventory_movements_actor_user_id_idx
    on store.inventory_movements (actor_user_id) where actor_user_id is not null;
create index concurrently orders_in_house_idx on store.orders (branch_id, order_id)
    where status not in ('DELIVERED', 'CANCELED');
alter table store.inventory_movements validate constraint inventory_movements_stock_request_id_fkey;
alter table store.inventory_movements validate constraint inventory_movements_actor_user_id_fkey;
