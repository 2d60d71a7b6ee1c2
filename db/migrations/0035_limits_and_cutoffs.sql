-- What the shop decides about the size of an order, and how long before it begins a time can be had; how many can be picked up in an hour.
-- First values: what the provider takes at the most and at the least in ILS, and an hour for picking.
-- migrator: allow constraint-not-valid: the settings are one row, and a shop has some branches

alter table store.settings
    add column order_min_total numeric(12, 2) not null default 2.00,
    add column order_max_total numeric(12, 2) not null default 999999.99,
    add column cart_max_lines integer not null default 200,
    add column cart_max_quantity integer not null default 999,
    add column booking_cutoff_minutes integer not null default 60,
    add column pickup_lead_minutes integer not null default 60,
    add constraint settings_order_total_range check (
        order_min_total >= 0.01 and order_min_total <= order_max_total and order_max_total <= 999999.99
    ),
    add constraint settings_cart_max_lines_range check (cart_max_lines between 1 and 1000),
    add constraint settings_cart_max_quantity_range check (cart_max_quantity between 1 and 999),
    add constraint settings_booking_cutoff_range check (booking_cutoff_minutes between 0 and 1440),
    add constraint settings_pickup_lead_range check (pickup_lead_minutes between 0 and 1440);

comment on column store.settings.order_min_total is 'ILS. The provider charges no less.';
comment on column store.settings.order_max_total is 'ILS. The provider charges no more than 999,999.99.';
comment on column store.settings.cart_max_lines is 'Products of a cart.';
comment on column store.settings.cart_max_quantity is 'Units of a product in a cart.';
comment on column store.settings.booking_cutoff_minutes is 'A delivery window is booked that long before it begins, at the latest.';
comment on column store.settings.pickup_lead_minutes is 'What picking takes: a pickup begins that long after it was asked for, at the earliest.';

alter table store.branches
    add column pickup_capacity integer,
    add constraint branches_pickup_capacity_range check (pickup_capacity between 0 and 10000);

comment on column store.branches.pickup_capacity is 'Pickups that begin within an hour, at the most. Null: any number.';

-- Types of their own, as the functions of the former release fill theirs until they are replaced.
create type store.settings_answer_2 as (
    delivery_min_total text,
    delivery_fee_under_min text,
    delivery_start_time text,
    delivery_end_time text,
    delivery_slot_hours integer,
    warehouse_branch_id bigint,
    vat_rate text,
    time_zone text,
    capture text,
    order_min_total text,
    order_max_total text,
    cart_max_lines integer,
    cart_max_quantity integer,
    booking_cutoff_minutes integer,
    pickup_lead_minutes integer,
    payment_action_minutes integer,
    picking_lease_minutes integer
);
create type store.branch_admin_answer_2 as (
    id bigint,
    name text,
    address text,
    is_warehouse boolean,
    is_active boolean,
    pickup_capacity integer,
    created_at text,
    updated_at text
);

comment on type store.settings_answer_2 is 'The settings as managers see them: what a PUT takes, and nothing else.';
comment on type store.branch_admin_answer_2 is 'A branch as managers see one.';
