-- What ends a checkout whose payment is in doubt: due attempts, refunds, the outbox and the provider's events.

-- The new one takes the pause until the next try; without this the old one would stay beside it.
drop function if exists api.checkout_doubt(bigint, text);

alter table store.checkout_attempts
    add column tries integer not null default 0,
    add column charged_amount numeric(12, 2);

comment on column store.checkout_attempts.tries is 'How often the reconciler has taken it.';
comment on column store.checkout_attempts.charged_amount is 'What the provider says it took, where that must be given back.';
comment on column store.checkout_attempts.lease_expires_at is 'Until then whoever took the attempt drives it, or nobody does as a pause was set; afterwards anybody may take it.';

create type store.refund_status as enum ('PENDING', 'SUCCEEDED', 'FAILED');

create table store.refunds (
    refund_id bigint generated always as identity,
    payment_id bigint,
    checkout_attempt_id bigint not null,
    provider text not null,
    provider_reference text not null,
    refund_reference text,
    amount numeric(12, 2) not null,
    currency text not null,
    status store.refund_status not null default 'PENDING',
    reason text not null,
    requested_by bigint,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint refunds_pkey primary key (refund_id),
    constraint refunds_payment_id_fkey foreign key (payment_id) references store.payments,
    constraint refunds_checkout_attempt_id_fkey foreign key (checkout_attempt_id) references store.checkout_attempts,
    constraint refunds_requested_by_fkey foreign key (requested_by) references store.users,
    constraint refunds_amount_positive check (amount > 0),
    constraint refunds_reason_length check (length(reason) between 1 and 500)
);

create index refunds_payment_id_idx on store.refunds (payment_id);
create index refunds_checkout_attempt_id_idx on store.refunds (checkout_attempt_id);
create index refunds_requested_by_idx on store.refunds (requested_by);
create unique index refunds_stray_key on store.refunds (provider, provider_reference) where payment_id is null;

comment on table store.refunds is 'Money to be given back: of an order''s payment, or a charge that never became an order.';
comment on column store.refunds.payment_id is 'Null for a charge without an order: it is given back in full, once.';
comment on column store.refunds.provider_reference is 'The payment at the provider.';
comment on column store.refunds.refund_reference is 'The refund at the provider, once it is made.';

create type store.outbox_status as enum ('PENDING', 'DONE', 'DEAD');

create table store.outbox (
    outbox_id bigint generated always as identity,
    kind text not null,
    refund_id bigint,
    payload jsonb not null default '{}',
    status store.outbox_status not null default 'PENDING',
    tries integer not null default 0,
    due_at timestamptz not null default clock_timestamp(),
    last_error text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint outbox_pkey primary key (outbox_id),
    constraint outbox_refund_id_fkey foreign key (refund_id) references store.refunds,
    constraint outbox_kind_known check (kind in ('refund', 'mail')),
    constraint outbox_refund_is_whole check ((kind = 'refund') = (refund_id is not null))
);

create unique index outbox_refund_id_key on store.outbox (refund_id);
create index outbox_due_idx on store.outbox (due_at) where status = 'PENDING';

comment on table store.outbox is 'Effects outside of the database, to be had after the commit that asks for them. DEAD ones wait for a human.';
comment on column store.outbox.due_at is 'Not before; while somebody is at it, the end of the lease.';

create table store.webhook_events (
    webhook_event_id bigint generated always as identity,
    provider text not null,
    provider_event_id text not null,
    kind text not null,
    object_reference text,
    checkout_attempt_id bigint,
    outcome text not null,
    payload jsonb not null,
    created_at timestamptz not null default now(),
    constraint webhook_events_pkey primary key (webhook_event_id),
    constraint webhook_events_provider_event_id_key unique (provider, provider_event_id)
);

comment on table store.webhook_events is 'What the provider told us of itself, each event once, unknown ones too.';
comment on column store.webhook_events.checkout_attempt_id is 'As the event says; no foreign key, as it may be another shop''s.';
comment on column store.webhook_events.outcome is 'WOKEN: its attempt is taken at once. STRAY: a charge without an order, refund queued. KNOWN: nothing new. IGNORED: not ours or of no use.';
