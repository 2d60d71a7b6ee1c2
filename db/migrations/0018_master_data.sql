-- What managers may write from now on: bounds for every text and amount, names and SKUs that are told apart as people do, windows that do
-- not overlap, a VAT class for products; and the shapes of what managers are shown.
-- migrator: allow constraint-not-valid: the tables of a catalogue have some thousand rows
-- migrator: allow index-concurrently: the tables of a catalogue have some thousand rows
-- migrator: allow constraint-using-index: a shop has some hundred delivery windows

create type store.vat_class as enum ('STANDARD', 'ZERO');

alter table store.products
    add column vat_class store.vat_class not null default 'STANDARD',
    add constraint products_price_limit check (price <= 99999.99),
    add constraint products_old_price_limit check (old_price <= 99999.99),
    add constraint products_description_length check (length(description) between 1 and 5000),
    add constraint products_bin_location_length check (length(bin_location) between 1 and 40),
    add constraint products_image_url_length check (length(image_url) between 1 and 1000),
    add constraint products_image_url_scheme check (image_url ~ '^(https?://|/)'),
    add constraint products_nutritional_info_is_object check (
        jsonb_typeof(nutritional_info) = 'object' and length(nutritional_info::text) <= 20000
    );

-- "dai-0001" is "DAI-0001" to whoever reads it. The index of before stays, as seeds of the former release name it.
create unique index products_sku_folded_key on store.products (lower(normalize(sku, nfc)));

comment on type store.vat_class is 'How a product is taxed: at the rate of the settings, or at none.';
comment on column store.products.vat_class is 'STANDARD: at the rate of the settings. ZERO: at none, as fresh fruit and vegetables are.';

alter table store.categories
    add constraint categories_description_length check (length(description) between 1 and 1000),
    add constraint categories_icon_slug_length check (length(icon_slug) between 1 and 60);

create unique index categories_name_folded_key on store.categories (lower(normalize(name, nfc)));

alter table store.branches
    add constraint branches_warehouse_is_active check (is_active or not is_warehouse);

create unique index branches_name_folded_key on store.branches (lower(normalize(name, nfc)));

-- A window that is no longer offered keeps its bookings and stands in nobody's way: so the key of before, which counted it, goes.
create index delivery_slots_branch_id_idx on store.delivery_slots (branch_id, day_of_week, start_time);

alter table store.delivery_slots
    drop constraint delivery_slots_window_key,
    add constraint delivery_slots_capacity_limit check (capacity <= 10000),
    add constraint delivery_slots_no_overlap exclude using gist (
        int8range(branch_id, branch_id, '[]') with &&,
        int4range(day_of_week, day_of_week, '[]') with &&,
        int4range(extract(epoch from start_time)::integer, extract(epoch from end_time)::integer) with &&
    ) where (is_active);

alter table store.settings
    add constraint settings_delivery_min_total_limit check (delivery_min_total <= 100000),
    add constraint settings_delivery_fee_limit check (delivery_fee_under_min <= 10000),
    add constraint settings_time_zone_length check (length(time_zone) between 1 and 64);

create type store.category_admin_answer as (
    id bigint,
    name text,
    description text,
    icon_slug text,
    is_active boolean,
    created_at text,
    updated_at text
);
create type store.product_admin_answer as (
    id bigint,
    name text,
    sku text,
    price text,
    old_price text,
    unit text,
    description text,
    nutritional_info jsonb,
    is_organic boolean,
    bin_location text,
    image_url text,
    category_id bigint,
    category_name text,
    is_active boolean,
    in_stock_anywhere boolean,
    available_quantity bigint,
    vat_class text,
    is_featured boolean,
    created_at text,
    updated_at text
);
create type store.branch_admin_answer as (
    id bigint,
    name text,
    address text,
    is_warehouse boolean,
    is_active boolean,
    created_at text,
    updated_at text
);
create type store.delivery_slot_admin_answer as (
    id bigint,
    branch_id bigint,
    day_of_week integer,
    start_time text,
    end_time text,
    capacity integer,
    is_active boolean,
    created_at text,
    updated_at text
);
create type store.settings_answer as (
    delivery_min_total text,
    delivery_fee_under_min text,
    delivery_start_time text,
    delivery_end_time text,
    delivery_slot_hours integer,
    warehouse_branch_id bigint,
    vat_rate text,
    time_zone text,
    capture text
);

comment on type store.category_admin_answer is 'A category as managers see one.';
comment on type store.product_admin_answer is 'A product as managers see one.';
comment on type store.branch_admin_answer is 'A branch as managers see one.';
comment on type store.delivery_slot_admin_answer is 'A delivery window as managers see one.';
comment on type store.settings_answer is 'The settings as managers see them: what a PUT takes, and nothing else.';
