-- migrator: no-transaction
-- An index for each order in which the catalogue can be asked for: a page is then read, not sorted out of all products.
create index concurrently products_name_idx on store.products (name);
create index concurrently products_price_idx on store.products (price);
create index concurrently products_created_at_idx on store.products (created_at);
