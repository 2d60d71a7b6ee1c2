-- migrator: no-transaction
-- An index for each order and direction in which the catalogue can be asked for, ties included: where half the shop has one price or came
-- on one day, a page would be sorted out of all of it. products_shelf_idx is for totals, which are counted in it alone;
-- products_search_name_idx for names that begin with what somebody types.
create index concurrently products_search_text_idx on store.products using gin (search_text extensions.gin_trgm_ops);
create index concurrently products_search_name_idx on store.products (search_name collate "C", product_id);
create index concurrently products_name_order_idx on store.products (name collate store.names, product_id);
create index concurrently products_price_asc_idx on store.products (price, product_id);
create index concurrently products_price_desc_idx on store.products (price desc, product_id);
create index concurrently products_newest_idx on store.products (created_at desc, product_id);
create index concurrently products_shelf_idx on store.products (category_id, price) include (is_organic) where is_active;
