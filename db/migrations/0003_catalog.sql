-- Branches, categories and products.

create table store.branches (
    branch_id bigint generated always as identity,
    name text not null,
    address text not null,
    is_warehouse boolean not null default false,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint branches_pkey primary key (branch_id),
    constraint branches_name_key unique (name),
    constraint branches_name_length check (length(name) between 1 and 120),
    constraint branches_address_length check (length(address) between 1 and 300)
);

create unique index branches_one_warehouse_key on store.branches (is_warehouse) where is_warehouse;

comment on table store.branches is 'Shops, and the one warehouse that all deliveries come from.';

-- migrator: allow constraint-not-valid: the shop has not opened, store.users is empty
alter table store.users
    add constraint users_default_branch_id_fkey foreign key (default_branch_id) references store.branches;

-- migrator: allow index-concurrently: the shop has not opened, store.users is empty
create index users_default_branch_id_idx on store.users (default_branch_id);

create table store.categories (
    category_id bigint generated always as identity,
    name text not null,
    description text,
    icon_slug text,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint categories_pkey primary key (category_id),
    constraint categories_name_key unique (name),
    constraint categories_name_length check (length(name) between 1 and 120)
);

comment on table store.categories is 'Aisles of the shop. An inactive one hides its products.';

create table store.products (
    product_id bigint generated always as identity,
    category_id bigint not null,
    name text not null,
    sku text not null,
    price numeric(12, 2) not null,
    old_price numeric(12, 2),
    unit text not null,
    description text,
    nutritional_info jsonb,
    is_organic boolean not null default false,
    bin_location text,
    image_url text,
    is_featured boolean not null default false,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    search_text text not null generated always as (lower(name || ' ' || sku || ' ' || coalesce(description, ''))) stored,
    constraint products_pkey primary key (product_id),
    constraint products_category_id_fkey foreign key (category_id) references store.categories,
    constraint products_sku_key unique (sku),
    constraint products_name_length check (length(name) between 1 and 200),
    constraint products_sku_length check (length(sku) between 1 and 60),
    constraint products_unit_length check (length(unit) between 1 and 40),
    constraint products_price_positive check (price > 0),
    constraint products_old_price_not_negative check (old_price >= 0)
);

create index products_category_id_idx on store.products (category_id);
create index products_search_text_idx on store.products using gin (search_text extensions.gin_trgm_ops);

comment on table store.products is 'What is sold. Prices are in ILS and include VAT.';
comment on column store.products.old_price is 'The price before a reduction, shown struck through.';
comment on column store.products.bin_location is 'Where a picker finds it.';
comment on column store.products.search_text is 'What a search looks through, in lower case: name, SKU, description.';
