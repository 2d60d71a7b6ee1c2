-- Carts, and the durable lock of a checkout.

create table store.carts (
    cart_id bigint generated always as identity,
    user_id bigint not null,
    status store.cart_status not null default 'ACTIVE',
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint carts_pkey primary key (cart_id),
    constraint carts_user_id_fkey foreign key (user_id) references store.users
);

create index carts_user_id_idx on store.carts (user_id);
create unique index carts_one_active_key on store.carts (user_id) where status = 'ACTIVE';

comment on table store.carts is 'What a customer means to buy. One is active at a time; an order closes it.';

create table store.cart_items (
    cart_item_id bigint generated always as identity,
    cart_id bigint not null,
    product_id bigint not null,
    quantity integer not null,
    created_at timestamptz not null default now(),
    constraint cart_items_pkey primary key (cart_item_id),
    constraint cart_items_cart_id_fkey foreign key (cart_id) references store.carts,
    constraint cart_items_product_id_fkey foreign key (product_id) references store.products,
    constraint cart_items_product_key unique (cart_id, product_id),
    constraint cart_items_quantity_range check (quantity between 1 and 999)
);

create index cart_items_product_id_idx on store.cart_items (product_id);

comment on table store.cart_items is 'Products of a cart. No price: a cart always shows today''s.';

create type store.attempt_state as enum (
    'LOCKED', 'UNKNOWN', 'COMPENSATING', 'NEEDS_REVIEW', 'COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED'
);

create table store.checkout_attempts (
    checkout_attempt_id bigint generated always as identity,
    user_id bigint not null,
    cart_id bigint not null,
    idempotency_key text not null,
    fingerprint bytea not null,
    state store.attempt_state not null default 'LOCKED',
    fulfillment_type store.fulfillment_type not null,
    branch_id bigint not null,
    slot_date_id bigint,
    address_id bigint,
    pickup_starts_at timestamptz,
    pickup_ends_at timestamptz,
    payment_token_id bigint not null,
    save_as_default boolean not null,
    subtotal numeric(12, 2) not null,
    delivery_fee numeric(12, 2) not null,
    total_amount numeric(12, 2) not null,
    currency text not null,
    lease_expires_at timestamptz not null,
    state_reason text,
    provider_reference text,
    response_status integer,
    response_body text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint checkout_attempts_pkey primary key (checkout_attempt_id),
    constraint checkout_attempts_user_id_fkey foreign key (user_id) references store.users,
    constraint checkout_attempts_cart_id_fkey foreign key (cart_id) references store.carts,
    constraint checkout_attempts_branch_id_fkey foreign key (branch_id) references store.branches,
    constraint checkout_attempts_slot_date_id_fkey foreign key (slot_date_id) references store.slot_dates,
    constraint checkout_attempts_address_id_fkey foreign key (address_id) references store.addresses,
    constraint checkout_attempts_payment_token_id_fkey foreign key (payment_token_id) references store.payment_tokens,
    constraint checkout_attempts_idempotency_key_key unique (user_id, idempotency_key),
    constraint checkout_attempts_idempotency_key_length check (length(idempotency_key) between 1 and 255),
    constraint checkout_attempts_total_adds_up check (total_amount = subtotal + delivery_fee),
    constraint checkout_attempts_amounts_not_negative check (subtotal >= 0 and delivery_fee >= 0),
    constraint checkout_attempts_delivery_is_whole check (
        (fulfillment_type = 'DELIVERY') = (slot_date_id is not null and address_id is not null)
    ),
    constraint checkout_attempts_pickup_is_whole check (
        (fulfillment_type = 'PICKUP') = (pickup_starts_at is not null and pickup_ends_at is not null)
    ),
    constraint checkout_attempts_response_is_whole check ((response_status is null) = (response_body is null))
);

create index checkout_attempts_cart_id_idx on store.checkout_attempts (cart_id);
create index checkout_attempts_branch_id_idx on store.checkout_attempts (branch_id);
create index checkout_attempts_slot_date_id_idx on store.checkout_attempts (slot_date_id);
create index checkout_attempts_address_id_idx on store.checkout_attempts (address_id);
create index checkout_attempts_payment_token_id_idx on store.checkout_attempts (payment_token_id);
create unique index checkout_attempts_one_open_key on store.checkout_attempts (cart_id)
    where state in ('LOCKED', 'UNKNOWN', 'COMPENSATING', 'NEEDS_REVIEW');
create index checkout_attempts_due_idx on store.checkout_attempts (lease_expires_at)
    where state in ('LOCKED', 'UNKNOWN', 'COMPENSATING');

comment on table store.checkout_attempts is 'The durable lock between the two transactions of a checkout, and the memory of its Idempotency-Key.';
comment on column store.checkout_attempts.fingerprint is 'SHA-256 over method, route and canonical body: the same key with another one is refused.';
comment on column store.checkout_attempts.lease_expires_at is 'Until then the gateway that locked drives the attempt; afterwards anybody may.';
comment on column store.checkout_attempts.state_reason is 'Why the state is what it is: the decline code, the kind of doubt.';
comment on column store.checkout_attempts.response_body is 'The answer of the first confirm, replayed byte for byte.';

create table store.checkout_lines (
    checkout_attempt_id bigint not null,
    product_id bigint not null,
    quantity integer not null,
    unit_price numeric(12, 2) not null,
    constraint checkout_lines_pkey primary key (checkout_attempt_id, product_id),
    constraint checkout_lines_checkout_attempt_id_fkey
        foreign key (checkout_attempt_id) references store.checkout_attempts,
    constraint checkout_lines_product_id_fkey foreign key (product_id) references store.products,
    constraint checkout_lines_quantity_positive check (quantity > 0)
);

create index checkout_lines_product_id_idx on store.checkout_lines (product_id);

comment on table store.checkout_lines is 'What an attempt has locked, at which price.';

-- migrator: allow constraint-not-valid: the shop has not opened, store.inventory_movements is empty
alter table store.inventory_movements
    add constraint inventory_movements_checkout_attempt_id_fkey
        foreign key (checkout_attempt_id) references store.checkout_attempts;

-- migrator: allow index-concurrently: the shop has not opened, store.inventory_movements is empty
create index inventory_movements_checkout_attempt_id_idx on store.inventory_movements (checkout_attempt_id)
    where checkout_attempt_id is not null;
