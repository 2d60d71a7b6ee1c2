-- Orders with their snapshots, and payments.

create type store.order_status as enum (
    'CREATED', 'IN_PROGRESS', 'MISSING', 'READY', 'OUT_FOR_DELIVERY', 'DELIVERED', 'DELAYED', 'CANCELED'
);
create type store.picked_status as enum ('PENDING', 'PICKED', 'MISSING');

create table store.orders (
    order_id bigint generated always as identity,
    order_number text not null generated always as (
        'M-' || lpad(order_id::text, greatest(8, length(order_id::text)), '0')
    ) stored,
    user_id bigint not null,
    cart_id bigint not null,
    checkout_attempt_id bigint not null,
    branch_id bigint not null,
    status store.order_status not null default 'CREATED',
    fulfillment_type store.fulfillment_type not null,
    subtotal numeric(12, 2) not null,
    delivery_fee numeric(12, 2) not null,
    total_amount numeric(12, 2) not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint orders_pkey primary key (order_id),
    constraint orders_user_id_fkey foreign key (user_id) references store.users,
    constraint orders_cart_id_fkey foreign key (cart_id) references store.carts,
    constraint orders_checkout_attempt_id_fkey foreign key (checkout_attempt_id) references store.checkout_attempts,
    constraint orders_branch_id_fkey foreign key (branch_id) references store.branches,
    constraint orders_cart_id_key unique (cart_id),
    constraint orders_checkout_attempt_id_key unique (checkout_attempt_id),
    constraint orders_total_adds_up check (total_amount = subtotal + delivery_fee),
    constraint orders_amounts_not_negative check (subtotal >= 0 and delivery_fee >= 0)
);

create index orders_user_id_idx on store.orders (user_id, order_id);
create index orders_branch_id_idx on store.orders (branch_id);

comment on table store.orders is 'A paid order. One cart and one attempt make one order, for ever.';
comment on column store.orders.order_number is 'What people say on the phone.';

create table store.order_items (
    order_item_id bigint generated always as identity,
    order_id bigint not null,
    product_id bigint not null,
    name text not null,
    sku text not null,
    unit_price numeric(12, 2) not null,
    quantity integer not null,
    picked_quantity integer not null default 0,
    picked_status store.picked_status not null default 'PENDING',
    line_total numeric(12, 2) not null generated always as (unit_price * quantity) stored,
    constraint order_items_pkey primary key (order_item_id),
    constraint order_items_order_id_fkey foreign key (order_id) references store.orders,
    constraint order_items_product_id_fkey foreign key (product_id) references store.products,
    constraint order_items_product_key unique (order_id, product_id),
    constraint order_items_quantity_positive check (quantity > 0),
    constraint order_items_picked_quantity_range check (picked_quantity between 0 and quantity)
);

create index order_items_product_id_idx on store.order_items (product_id);

comment on table store.order_items is 'What was bought, with name, SKU and price as they were.';

create table store.order_deliveries (
    order_id bigint not null,
    slot_date_id bigint not null,
    start_time time not null,
    end_time time not null,
    address_line text not null,
    city text not null,
    postal_code text,
    country text not null,
    latitude numeric(9, 6),
    longitude numeric(9, 6),
    constraint order_deliveries_pkey primary key (order_id),
    constraint order_deliveries_order_id_fkey foreign key (order_id) references store.orders,
    constraint order_deliveries_slot_date_id_fkey foreign key (slot_date_id) references store.slot_dates
);

create index order_deliveries_slot_date_id_idx on store.order_deliveries (slot_date_id);

comment on table store.order_deliveries is 'Where and when an order is delivered: address and window as they were at confirm.';

create table store.order_pickups (
    order_id bigint not null,
    branch_id bigint not null,
    window_starts_at timestamptz not null,
    window_ends_at timestamptz not null,
    constraint order_pickups_pkey primary key (order_id),
    constraint order_pickups_order_id_fkey foreign key (order_id) references store.orders,
    constraint order_pickups_branch_id_fkey foreign key (branch_id) references store.branches,
    constraint order_pickups_window_ordered check (window_starts_at < window_ends_at)
);

create index order_pickups_branch_id_idx on store.order_pickups (branch_id);

comment on table store.order_pickups is 'Where and when an order is picked up.';

create type store.payment_status as enum ('AUTHORIZED', 'CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED', 'CANCELED');

create table store.payments (
    payment_id bigint generated always as identity,
    order_id bigint not null,
    payment_token_id bigint not null,
    provider text not null,
    provider_reference text not null,
    status store.payment_status not null,
    captured_amount numeric(12, 2) not null,
    refunded_amount numeric(12, 2) not null default 0,
    currency text not null,
    brand text,
    last4 text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint payments_pkey primary key (payment_id),
    constraint payments_order_id_fkey foreign key (order_id) references store.orders,
    constraint payments_payment_token_id_fkey foreign key (payment_token_id) references store.payment_tokens,
    constraint payments_order_id_key unique (order_id),
    constraint payments_provider_reference_key unique (provider, provider_reference),
    constraint payments_refunded_range check (refunded_amount between 0 and captured_amount)
);

create index payments_payment_token_id_idx on store.payments (payment_token_id);

comment on table store.payments is 'The money of an order at the provider.';
comment on column store.payments.provider_reference is 'The provider''s id of the payment, e.g. a PaymentIntent''s.';

create table store.payment_events (
    payment_event_id bigint generated always as identity,
    payment_id bigint not null,
    provider text not null,
    provider_event_id text not null,
    kind text not null,
    amount numeric(12, 2) not null,
    created_at timestamptz not null default now(),
    constraint payment_events_pkey primary key (payment_event_id),
    constraint payment_events_payment_id_fkey foreign key (payment_id) references store.payments,
    constraint payment_events_provider_event_id_key unique (provider, provider_event_id)
);

create index payment_events_payment_id_idx on store.payment_events (payment_id);

comment on table store.payment_events is 'What happened to a payment, append-only; the provider''s event id makes each count once.';
comment on column store.payment_events.provider_event_id is 'For an answer to our own call, which has no event id: the payment''s reference and the call.';
