-- Schemas, settings, the error catalogue and the audit log: what every later table relies on.

create schema api;
create schema store;
create schema audit;
create schema extensions;

comment on schema api is 'Functions that may be called from outside. No tables.';
comment on schema store is 'Tables and internal functions of the shop.';
comment on schema audit is 'The audit log: one row for each change of a business row, and for events without one.';
comment on schema extensions is 'Objects of PostgreSQL extensions, out of the way of our own.';

create extension pg_trgm with schema extensions;

-- settings ----------------------------------------------------------------------------------------------------------

create table store.settings (
    settings_id integer not null default 1,
    delivery_min_total numeric(12, 2) not null default 200.00,
    delivery_fee_under_min numeric(12, 2) not null default 29.90,
    delivery_start_time time not null default '06:00',
    delivery_end_time time not null default '22:00',
    delivery_slot_hours integer not null default 2,
    booking_horizon_days integer not null default 14,
    vat_rate numeric(5, 2) not null default 18.00,
    currency text not null default 'ils',
    time_zone text not null default 'Asia/Jerusalem',
    updated_at timestamptz not null default now(),
    constraint settings_pkey primary key (settings_id),
    constraint settings_one_row check (settings_id = 1),
    constraint settings_delivery_min_total_not_negative check (delivery_min_total >= 0),
    constraint settings_delivery_fee_not_negative check (delivery_fee_under_min >= 0),
    constraint settings_opening_hours_ordered check (delivery_start_time < delivery_end_time),
    constraint settings_slot_hours_range check (delivery_slot_hours between 1 and 12),
    constraint settings_booking_horizon_range check (booking_horizon_days between 1 and 60),
    constraint settings_vat_rate_range check (vat_rate between 0 and 100),
    constraint settings_currency_lower_case check (currency ~ '^[a-z]{3}$')
);

comment on table store.settings is 'What the shop decides about itself, in one row. First values come from DELIVERY_* at the first `migrator up`.';
comment on column store.settings.delivery_min_total is 'ILS. Deliveries below it cost delivery_fee_under_min.';
comment on column store.settings.booking_horizon_days is 'How many days ahead a delivery or a pickup can be booked.';
comment on column store.settings.vat_rate is 'Percent. Prices include it.';
comment on column store.settings.time_zone is 'The zone in which slot times and opening hours are meant.';

-- errors ------------------------------------------------------------------------------------------------------------

create table store.error_code (
    code text not null,
    http_status integer not null,
    message text not null,
    constraint_names text[] not null default '{}',
    constraint error_code_pkey primary key (code),
    constraint error_code_upper_case check (code ~ '^[A-Z][A-Z_]+$'),
    constraint error_code_status_range check (http_status between 400 and 599)
);

comment on table store.error_code is 'Every business error: its code, HTTP status and sentence. Filled from db/errors.sql only.';
comment on column store.error_code.constraint_names is 'Constraints whose violation means this error, for writes that let the constraint decide.';

-- audit -------------------------------------------------------------------------------------------------------------

create table audit.entries (
    audit_entry_id bigint generated always as identity,
    entity_type text not null,
    entity_id bigint,
    action text not null,
    old_value jsonb,
    new_value jsonb,
    context jsonb,
    actor_user_id bigint,
    db_user text not null default session_user,
    request_id text,
    source text,
    transaction_id xid8 not null default pg_current_xact_id(),
    created_at timestamptz not null default now(),
    constraint entries_pkey primary key (audit_entry_id, created_at)
) partition by range (created_at);

create index entries_entity_idx on audit.entries (entity_type, entity_id, audit_entry_id);

-- A month whose partition is missing must not stop the shop: its rows land here, and audit.partitions_ensure moves them.
create table audit.entries_default partition of audit.entries default;

comment on table audit.entries is 'Append-only: who changed what, when, from what to what. Partitioned by month (UTC).';
comment on column audit.entries.entity_type is 'The table of the changed row, without its schema.';
comment on column audit.entries.action is 'INSERT, UPDATE, DELETE, or the name of an event without a row change.';
comment on column audit.entries.old_value is 'UPDATE: the changed columns before. DELETE: the row. Secrets are masked.';
comment on column audit.entries.new_value is 'UPDATE: the changed columns after. INSERT: the row. Secrets are masked.';
comment on column audit.entries.context is 'What else is known: an event''s details, the kind of actor when it is no user.';
comment on column audit.entries.db_user is 'The login of the database session: the gateway''s, or a person''s in psql.';
comment on column audit.entries.source is 'The api function that made the change; null for a change by hand.';
comment on table audit.entries_default is 'Net under the monthly partitions; empty when audit.partitions_ensure is called in time.';
