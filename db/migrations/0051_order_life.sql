-- The further way of an order: who picks it and until when, where a delayed one came from, and what is no longer delivered, which
-- lowers what the order costs. The totals stay what was locked: what was agreed and what became of it are two facts.
-- migrator: allow constraint-not-valid: no shop has opened yet, and these tables are small
-- migrator: allow index-concurrently: no shop has opened yet, and these tables are small
-- migrator: allow add-column-rewrite: no shop has opened yet, and these tables are small

alter table store.settings
    add column picking_lease_minutes integer not null default 20,
    add constraint settings_picking_lease_minutes_range check (picking_lease_minutes between 1 and 1440);

comment on column store.settings.picking_lease_minutes is 'How long a picker keeps an order without doing anything for it; then others may take it over.';

alter table store.orders
    add column version integer not null default 1,
    add column assigned_to bigint,
    add column lease_expires_at timestamptz,
    add column delayed_from store.order_status,
    add column status_reason text,
    add column reduced_amount numeric(12, 2) not null default 0,
    add column reduced_vat_amount numeric(12, 2) not null default 0,
    add constraint orders_assigned_to_fkey foreign key (assigned_to) references store.users,
    add constraint orders_version_positive check (version >= 1),
    add constraint orders_picking_is_assigned check (
        (assigned_to is null) = (lease_expires_at is null)
        and (status <> 'IN_PROGRESS' or assigned_to is not null)
        and isfinite(lease_expires_at)
    ),
    add constraint orders_delay_is_whole check (
        case status
            when 'DELAYED' then coalesce(delayed_from in ('CREATED', 'IN_PROGRESS', 'READY', 'OUT_FOR_DELIVERY'), false)
            else delayed_from is null
        end
    ),
    add constraint orders_status_reason_length check (length(status_reason) between 1 and 500),
    add constraint orders_reduced_range check (
        reduced_amount between 0 and total_amount and reduced_vat_amount between 0 and vat_amount
    );

create index orders_assigned_to_idx on store.orders (assigned_to) where assigned_to is not null;
create index orders_open_idx on store.orders (branch_id, order_id) where status not in ('DELIVERED', 'CANCELED');

comment on column store.orders.version is 'Raised by every change, so that who changes an order can say which one they saw.';
comment on column store.orders.assigned_to is 'Who picks it, or has picked it.';
comment on column store.orders.lease_expires_at is 'While it is IN_PROGRESS: until then it is its picker''s; each thing that they do for it makes it longer.';
comment on column store.orders.delayed_from is 'What a delayed order goes back to.';
comment on column store.orders.status_reason is 'Why it got its status, if somebody said so.';
comment on column store.orders.reduced_amount is 'What of total_amount is not delivered, so not paid: total_amount less this is what the order costs.';
comment on column store.orders.reduced_vat_amount is 'The VAT in it: that of the lines as they were less that of what is left of them, and the fee''s once it is canceled.';

alter table store.order_items
    add column missing_quantity integer not null generated always as (
        case picked_status when 'PENDING' then 0 else quantity - picked_quantity end
    ) stored,
    add column settled_quantity integer not null default 0,
    add constraint order_items_picking_is_whole check (
        case picked_status
            when 'PENDING' then picked_quantity = 0
            when 'PICKED' then picked_quantity > 0
            else picked_quantity < quantity
        end
    ),
    add constraint order_items_settled_range check (settled_quantity between 0 and quantity);

comment on column store.order_items.missing_quantity is 'Units that were looked for and not found: of a short pick, or of what is MISSING.';
comment on column store.order_items.settled_quantity is 'Units that are not delivered, as their stock and their money have been seen to.';

create table store.picking_operations (
    order_id bigint not null,
    operation_id text not null,
    order_item_id bigint not null,
    actor_user_id bigint not null,
    picked_status store.picked_status not null,
    picked_quantity integer,
    reason text,
    created_at timestamptz not null default now(),
    constraint picking_operations_pkey primary key (order_id, operation_id),
    constraint picking_operations_order_id_fkey foreign key (order_id) references store.orders,
    constraint picking_operations_order_item_id_fkey foreign key (order_item_id) references store.order_items,
    constraint picking_operations_actor_user_id_fkey foreign key (actor_user_id) references store.users,
    constraint picking_operations_operation_id_length check (length(operation_id) between 1 and 100),
    constraint picking_operations_reason_length check (length(reason) between 1 and 500)
);

create index picking_operations_order_item_id_idx on store.picking_operations (order_item_id);
create index picking_operations_actor_user_id_idx on store.picking_operations (actor_user_id);

comment on table store.picking_operations is 'What a picker''s device has said of a line, so that it may say it again: each counts once.';
comment on column store.picking_operations.operation_id is 'The device''s name for it.';
comment on column store.picking_operations.picked_quantity is 'As it was said; null if nothing was.';

alter table store.refunds
    add column is_settlement boolean not null default false;

comment on column store.refunds.is_settlement is 'Of what was not delivered, asked for by order_settle; others are of somebody''s goodwill, or the provider''s.';

-- A type of the next number, as the function of the former release fills its own until it is replaced.
create type store.order_answer_2 as (
    id bigint,
    order_number text,
    version integer,
    user_id bigint,
    customer store.order_customer_answer,
    status text,
    status_reason text,
    delayed_from text,
    fulfillment_type text,
    branch_id bigint,
    branch_name text,
    subtotal text,
    delivery_fee text,
    total_amount text,
    vat_included text,
    vat_rate text,
    delivery_fee_vat text,
    due_amount text,
    due_vat text,
    refunded_amount text,
    payment store.order_payment_answer,
    delivery store.order_delivery_answer,
    pickup store.order_pickup_answer,
    urgency text,
    assigned_to store.person_answer,
    lease_expires_at text,
    items store.order_item_answer_2[],
    created_at text,
    updated_at text
);

comment on type store.order_answer_2 is 'An order as the API shows it.';
