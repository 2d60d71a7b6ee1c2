-- Stock per branch with its ledger, and delivery slots with their bookings.

create table store.inventory (
    branch_id bigint not null,
    product_id bigint not null,
    inventory_id bigint generated always as identity,
    on_hand integer not null default 0,
    reserved integer not null default 0,
    reorder_point integer not null default 0,
    updated_at timestamptz not null default now(),
    constraint inventory_pkey primary key (branch_id, product_id),
    constraint inventory_inventory_id_key unique (inventory_id),
    constraint inventory_branch_id_fkey foreign key (branch_id) references store.branches,
    constraint inventory_product_id_fkey foreign key (product_id) references store.products,
    constraint inventory_reserved_range check (reserved between 0 and on_hand),
    constraint inventory_reorder_point_not_negative check (reorder_point >= 0)
) with (fillfactor = 70);

create index inventory_product_id_idx on store.inventory (product_id);

comment on table store.inventory is 'Stock of a product in a branch. Only the keys are indexed and pages keep room, so that updates stay HOT.';
comment on column store.inventory.on_hand is 'Units on the shelf, reserved ones included.';
comment on column store.inventory.reserved is 'Units locked by open checkout attempts. Available is on_hand - reserved.';

create type store.movement_kind as enum (
    'received', 'reserved', 'released', 'sold', 'returned', 'damaged', 'adjusted'
);

create type store.cart_status as enum ('ACTIVE', 'CHECKED_OUT');
create type store.fulfillment_type as enum ('DELIVERY', 'PICKUP');

create table store.inventory_movements (
    inventory_movement_id bigint generated always as identity,
    branch_id bigint not null,
    product_id bigint not null,
    kind store.movement_kind not null,
    quantity integer not null,
    checkout_attempt_id bigint,
    reason text,
    created_at timestamptz not null default now(),
    on_hand_change integer not null generated always as (
        case
            when kind in ('received', 'returned', 'adjusted') then quantity
            when kind in ('sold', 'damaged') then -quantity
            else 0
        end
    ) stored,
    reserved_change integer not null generated always as (
        case
            when kind = 'reserved' then quantity
            when kind in ('released', 'sold') then -quantity
            else 0
        end
    ) stored,
    constraint inventory_movements_pkey primary key (inventory_movement_id),
    constraint inventory_movements_inventory_fkey foreign key (branch_id, product_id) references store.inventory,
    constraint inventory_movements_quantity_sign check (quantity > 0 or (kind = 'adjusted' and quantity <> 0))
);

create index inventory_movements_inventory_idx on store.inventory_movements (branch_id, product_id);

comment on table store.inventory_movements is 'The ledger: per inventory row it adds up to on_hand and reserved.';
comment on column store.inventory_movements.quantity is 'Units; positive, but for kind adjusted, where it is the signed difference.';
comment on column store.inventory_movements.on_hand_change is 'What the movement did to on_hand.';
comment on column store.inventory_movements.reserved_change is 'What the movement did to reserved.';

create table store.delivery_slots (
    delivery_slot_id bigint generated always as identity,
    branch_id bigint not null,
    day_of_week integer not null,
    start_time time not null,
    end_time time not null,
    capacity integer not null,
    is_active boolean not null default true,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint delivery_slots_pkey primary key (delivery_slot_id),
    constraint delivery_slots_branch_id_fkey foreign key (branch_id) references store.branches,
    constraint delivery_slots_window_key unique (branch_id, day_of_week, start_time),
    constraint delivery_slots_day_of_week_range check (day_of_week between 0 and 6),
    constraint delivery_slots_window_ordered check (start_time < end_time),
    constraint delivery_slots_capacity_positive check (capacity >= 1)
);

comment on table store.delivery_slots is 'The weekly template of delivery windows.';
comment on column store.delivery_slots.day_of_week is '0 is Sunday, as in extract(dow).';

create table store.slot_dates (
    slot_date_id bigint generated always as identity,
    delivery_slot_id bigint not null,
    slot_date date not null,
    capacity integer not null,
    booked integer not null default 0,
    constraint slot_dates_pkey primary key (slot_date_id),
    constraint slot_dates_delivery_slot_id_fkey foreign key (delivery_slot_id) references store.delivery_slots,
    constraint slot_dates_date_key unique (delivery_slot_id, slot_date),
    constraint slot_dates_booked_range check (booked between 0 and capacity)
) with (fillfactor = 70);

comment on table store.slot_dates is 'A slot on one date, made at its first booking. Bookings are open attempts and live orders.';
comment on column store.slot_dates.capacity is 'Copied from the template when the row is made, so that a smaller template never breaks what is booked.';
