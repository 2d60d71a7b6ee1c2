-- The books against the provider's own list of payments, refunds and disputes: runs over a period, what the provider has listed for
-- one, and each difference.

create type store.reconciliation_status as enum ('OPEN', 'DONE', 'FAILED');

create table store.reconciliations (
    reconciliation_id bigint generated always as identity,
    provider text not null,
    period_start timestamptz not null,
    period_end timestamptz not null,
    is_daily boolean not null,
    status store.reconciliation_status not null default 'OPEN',
    requested_by bigint,
    lease_expires_at timestamptz not null default clock_timestamp(),
    tries integer not null default 0,
    begun_at timestamptz,
    last_error text,
    is_whole boolean,
    payments integer not null default 0,
    refunds integer not null default 0,
    disputes integer not null default 0,
    foreign_objects integer not null default 0,
    differences integer,
    created_at timestamptz not null default now(),
    ended_at timestamptz,
    constraint reconciliations_pkey primary key (reconciliation_id),
    constraint reconciliations_requested_by_fkey foreign key (requested_by) references store.users,
    constraint reconciliations_period_ordered check (
        period_start < period_end and isfinite(period_start) and isfinite(period_end)
    ),
    constraint reconciliations_lease_is_finite check (isfinite(lease_expires_at)),
    constraint reconciliations_end_is_told check ((status = 'OPEN') = (ended_at is null)),
    constraint reconciliations_result_is_told check ((status = 'DONE') = (differences is not null and is_whole is not null)),
    constraint reconciliations_is_somebodys check (is_daily = (requested_by is null))
);

create unique index reconciliations_daily_key on store.reconciliations (provider, period_end) where is_daily;
create unique index reconciliations_one_by_hand_key on store.reconciliations (provider) where status = 'OPEN' and not is_daily;
create index reconciliations_requested_by_idx on store.reconciliations (requested_by);
create index reconciliations_due_idx on store.reconciliations (lease_expires_at) where status = 'OPEN';

comment on table store.reconciliations is 'Comparisons of the books with the provider''s own list: one a day, and those that an admin asks for.';
comment on column store.reconciliations.period_end is 'What was made before: what is under way now is not compared.';
comment on column store.reconciliations.begun_at is 'When the try that counts began to list: what has changed in the books since is not compared.';
comment on column store.reconciliations.is_whole is 'False: the provider has listed more than is taken, so what is missing there was not looked for.';
comment on column store.reconciliations.foreign_objects is 'Of other shops on the account: counted, and not looked at.';
comment on column store.reconciliations.lease_expires_at is 'Until then whoever took it is at it, or nobody is as a pause was set; afterwards any gateway may take it.';

create table store.provider_objects (
    reconciliation_id bigint not null,
    kind text not null,
    reference text not null,
    payment_reference text,
    status text not null,
    currency text not null,
    amount_minor bigint not null,
    received_minor bigint not null,
    capturable_minor bigint not null,
    refund_key text,
    made_at timestamptz not null,
    constraint provider_objects_pkey primary key (reconciliation_id, kind, reference),
    constraint provider_objects_reconciliation_id_fkey foreign key (reconciliation_id) references store.reconciliations,
    constraint provider_objects_kind_known check (kind in ('payment', 'refund', 'dispute')),
    constraint provider_objects_payment_is_named check ((kind = 'payment') = (payment_reference is null))
);

comment on table store.provider_objects is 'What the provider has listed for a reconciliation, of this shop; deleted when it has been compared.';
comment on column store.provider_objects.received_minor is 'What a payment has taken; capturable_minor what it holds.';
comment on column store.provider_objects.made_at is 'At the provider.';

create table store.reconciliation_differences (
    reconciliation_difference_id bigint generated always as identity,
    reconciliation_id bigint not null,
    kind text not null,
    reference text not null,
    checkout_attempt_id bigint,
    ours text,
    theirs text,
    about_at timestamptz not null,
    found_at timestamptz not null default now(),
    settled_at timestamptz,
    constraint reconciliation_differences_pkey primary key (reconciliation_difference_id),
    constraint reconciliation_differences_reconciliation_id_fkey
        foreign key (reconciliation_id) references store.reconciliations,
    constraint reconciliation_differences_checkout_attempt_id_fkey
        foreign key (checkout_attempt_id) references store.checkout_attempts
);

create unique index reconciliation_differences_open_key on store.reconciliation_differences (kind, reference)
    where settled_at is null;
create index reconciliation_differences_reconciliation_id_idx on store.reconciliation_differences (reconciliation_id);
create index reconciliation_differences_checkout_attempt_id_idx on store.reconciliation_differences (checkout_attempt_id);

comment on table store.reconciliation_differences is 'What the books and the provider''s list do not share, each once as long as it lasts.';
comment on column store.reconciliation_differences.reconciliation_id is 'The last one that found it.';
comment on column store.reconciliation_differences.reference is 'Of the payment, refund or dispute, at the provider.';
comment on column store.reconciliation_differences.about_at is 'When that was made: a later run over this time that does not find it settles it.';
