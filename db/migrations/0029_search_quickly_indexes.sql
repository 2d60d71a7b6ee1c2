-- migrator: no-transaction
-- What can be sold, of a branch and of a product, so that it is counted and looked up in the index alone; the catalogue by product, to be
-- merged with it, and what it no longer sells; products_shelf_idx once more, with what its rows are joined by.
create index concurrently inventory_available_idx on store.inventory (branch_id, product_id) where is_available;
create index concurrently inventory_available_anywhere_idx on store.inventory (product_id, branch_id) where is_available;
create index concurrently products_stock_idx on store.products (product_id) include (category_id, price, is_organic) where is_active;
create index concurrently products_off_shelf_idx on store.products (product_id) where not is_active;
create index concurrently products_catalog_idx on store.products (category_id, price) include (is_organic, product_id) where is_active;
drop index concurrently store.products_shelf_idx;
