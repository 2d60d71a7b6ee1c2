-- All that an order will say is kept when it is locked: the address, the window, names, VAT, the rules that applied. What was locked before
-- has none of it, and vat_rate is null: nothing is made up for it. Verified in the next migration.
-- migrator: allow index-concurrently: no shop has opened yet, and these tables are small

alter table store.checkout_attempts
    add column address_line text,
    add column city text,
    add column postal_code text,
    add column country text,
    add column latitude numeric(9, 6),
    add column longitude numeric(9, 6),
    add column delivery_date date,
    add column delivery_start_time time,
    add column delivery_end_time time,
    add column delivery_min_total numeric(12, 2),
    add column delivery_fee_under_min numeric(12, 2),
    add column vat_rate numeric(5, 2),
    add column delivery_fee_vat numeric(12, 2),
    add column vat_amount numeric(12, 2) not null default 0,
    add constraint checkout_attempts_snapshot_is_whole check (
        num_nulls(vat_rate, delivery_fee_vat) in (0, 2)
        and num_nulls(delivery_min_total, delivery_fee_under_min) in (0, 2)
        and case
            when vat_rate is not null and fulfillment_type = 'DELIVERY' then
                num_nulls(address_line, city, country, delivery_date, delivery_start_time, delivery_end_time) = 0
            else
                num_nonnulls(
                    address_line, city, postal_code, country, latitude, longitude, delivery_date, delivery_start_time,
                    delivery_end_time
                ) = 0
        end
    ) not valid,
    add constraint checkout_attempts_fee_is_the_rules check (
        delivery_min_total is null
        or delivery_fee = case
            when fulfillment_type = 'DELIVERY' and subtotal < delivery_min_total then delivery_fee_under_min
            else 0
        end
    ) not valid,
    add constraint checkout_attempts_fee_vat_is_right check (
        delivery_fee_vat = round(delivery_fee * vat_rate / (100 + vat_rate), 2)
    ) not valid,
    add constraint checkout_attempts_vat_range check (vat_amount between 0 and total_amount) not valid;

comment on column store.checkout_attempts.delivery_min_total is 'The fee''s rule as it was, with delivery_fee_under_min.';
comment on column store.checkout_attempts.vat_rate is 'Percent, of what is STANDARD, the fee among it. Null: locked before VAT was kept.';
comment on column store.checkout_attempts.vat_amount is 'The VAT in total_amount: that of the lines and of the fee.';

alter table store.checkout_lines
    add column name text,
    add column sku text,
    add column unit text,
    add column vat_class store.vat_class,
    add column vat_rate numeric(5, 2),
    add column vat_amount numeric(12, 2),
    add constraint checkout_lines_snapshot_is_whole check (
        num_nulls(name, sku, unit, vat_class, vat_rate, vat_amount) in (0, 6)
    ) not valid,
    add constraint checkout_lines_zero_is_zero check (vat_class <> 'ZERO' or vat_rate = 0) not valid,
    add constraint checkout_lines_vat_is_right check (
        vat_amount = round(unit_price * quantity * vat_rate / (100 + vat_rate), 2)
    ) not valid;

comment on column store.checkout_lines.vat_amount is 'The VAT in the line, rounded half up.';

alter table store.orders
    add column vat_rate numeric(5, 2),
    add column delivery_fee_vat numeric(12, 2),
    add column vat_amount numeric(12, 2) not null default 0,
    add constraint orders_vat_is_whole check (num_nulls(vat_rate, delivery_fee_vat) in (0, 2)) not valid,
    add constraint orders_fee_vat_is_right check (
        delivery_fee_vat = round(delivery_fee * vat_rate / (100 + vat_rate), 2)
    ) not valid;

comment on column store.orders.vat_rate is 'Percent, of what is STANDARD, the fee among it. Null: of before VAT was kept.';
comment on column store.orders.vat_amount is 'The VAT in total_amount: that of the items and of the fee.';

alter table store.order_items
    add column unit text,
    add column vat_class store.vat_class,
    add column vat_rate numeric(5, 2),
    add column vat_amount numeric(12, 2),
    add constraint order_items_vat_is_whole check (num_nulls(unit, vat_class, vat_rate, vat_amount) in (0, 4)) not valid,
    add constraint order_items_zero_is_zero check (vat_class <> 'ZERO' or vat_rate = 0) not valid,
    add constraint order_items_vat_is_right check (
        vat_amount = round(unit_price * quantity * vat_rate / (100 + vat_rate), 2)
    ) not valid;

comment on column store.order_items.vat_amount is 'The VAT in line_total, rounded half up.';

-- One foreign key more would be another look at the attempt for each order: this one takes the place of the one without VAT.
create unique index checkout_attempts_order_vat_key
    on store.checkout_attempts (checkout_attempt_id, user_id, cart_id, branch_id, fulfillment_type, total_amount, vat_amount);

alter table store.orders
    add constraint orders_are_what_was_locked_fkey
        foreign key (checkout_attempt_id, user_id, cart_id, branch_id, fulfillment_type, total_amount, vat_amount)
        references store.checkout_attempts (
            checkout_attempt_id, user_id, cart_id, branch_id, fulfillment_type, total_amount, vat_amount
        )
        not valid;

-- Of a branch, and of its pickups of an hour.
create index checkout_attempts_pickup_idx on store.checkout_attempts (branch_id, pickup_starts_at);

create type store.plan_line as (
    product_id bigint,
    quantity integer,
    unit_price numeric,
    name text,
    sku text,
    unit text,
    vat_class store.vat_class,
    vat_rate numeric,
    vat_amount numeric
);

comment on type store.plan_line is 'A line of a checkout as it would be now.';

-- Types of their own, as the function of the former release fills its own until it is replaced.
create type store.order_item_answer_2 as (
    id bigint,
    product_id bigint,
    name text,
    sku text,
    unit_price text,
    quantity integer,
    picked_quantity integer,
    missing_quantity integer,
    picked_status text,
    line_total text,
    vat_class text,
    vat_rate text,
    vat_amount text,
    product store.order_product_answer
);

comment on type store.order_item_answer_2 is 'An item of an order as the API shows it.';
