-- Money that is held at confirm and taken later, and the end of an Idempotency-Key's life.
-- migrator: allow constraint-not-valid: no shop has opened yet, and these tables are small
-- migrator: allow index-concurrently: no shop has opened yet, and these tables are small
-- migrator: allow set-not-null: no shop has opened yet, and these tables are small

create type store.capture_mode as enum ('on_confirm', 'on_ready');

alter table store.settings
    add column capture store.capture_mode not null default 'on_confirm';

comment on column store.settings.capture is 'on_confirm: the card is charged at confirm. on_ready: the money is held at confirm, and what was picked is taken.';

alter table store.checkout_attempts
    add column capture store.capture_mode not null default 'on_confirm',
    add column is_held boolean not null default false,
    alter column idempotency_key drop not null,
    add constraint checkout_attempts_open_has_key check (
        idempotency_key is not null or state in ('COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED')
    );

create index checkout_attempts_key_idx on store.checkout_attempts (updated_at)
    where idempotency_key is not null and state in ('COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED');

comment on column store.checkout_attempts.capture is 'The setting when it was locked: each try of its charge is the same one.';
comment on column store.checkout_attempts.is_held is 'Whether charged_amount is only held: then it is let go, not given back.';
comment on column store.checkout_attempts.idempotency_key is 'Null once it is forgotten, some days after the end.';

alter table store.payments
    add column authorized_amount numeric(12, 2);

update store.payments as p set authorized_amount = p.captured_amount where p.authorized_amount is null;

alter table store.payments
    alter column authorized_amount set not null,
    add constraint payments_captured_range check (captured_amount between 0 and authorized_amount),
    add constraint payments_status_is_true check ((status in ('AUTHORIZED', 'CANCELED')) = (captured_amount = 0));

comment on column store.payments.authorized_amount is 'What the card''s bank agreed to at confirm: the most that can be captured.';
comment on column store.payments.captured_amount is 'What was taken: all of it at confirm, or what a capture took later.';

create type store.capture_status as enum ('PENDING', 'SUCCEEDED', 'FAILED');

create table store.captures (
    capture_id bigint generated always as identity,
    payment_id bigint,
    checkout_attempt_id bigint not null,
    provider text not null,
    provider_reference text not null,
    amount numeric(12, 2) not null,
    currency text not null,
    status store.capture_status not null default 'PENDING',
    reason text,
    requested_by bigint,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint captures_pkey primary key (capture_id),
    constraint captures_payment_id_fkey foreign key (payment_id) references store.payments,
    constraint captures_checkout_attempt_id_fkey foreign key (checkout_attempt_id) references store.checkout_attempts,
    constraint captures_requested_by_fkey foreign key (requested_by) references store.users,
    constraint captures_amount_not_negative check (amount >= 0),
    constraint captures_reason_length check (length(reason) between 1 and 500)
);

create index captures_payment_id_idx on store.captures (payment_id);
create index captures_checkout_attempt_id_idx on store.captures (checkout_attempt_id);
create index captures_requested_by_idx on store.captures (requested_by);
create unique index captures_one_live_key on store.captures (provider, provider_reference) where status <> 'FAILED';

comment on table store.captures is 'Held money to be taken, once for each hold; the rest of it is let go.';
comment on column store.captures.payment_id is 'Null for a hold without an order: all of it is let go.';
comment on column store.captures.provider_reference is 'The payment at the provider.';
comment on column store.captures.amount is '0: nothing is taken, and the whole hold is let go.';

alter table store.outbox
    add column capture_id bigint,
    drop constraint outbox_kind_known,
    add constraint outbox_capture_id_fkey foreign key (capture_id) references store.captures,
    add constraint outbox_kind_known check (kind in ('refund', 'capture', 'mail')),
    add constraint outbox_capture_is_whole check ((kind = 'capture') = (capture_id is not null));

create unique index outbox_capture_id_key on store.outbox (capture_id);

comment on column store.webhook_events.outcome is 'WOKEN: its attempt is taken at once. STRAY: a charge without an order, to be given back or let go. LOST: the money held for an order is gone. KNOWN: nothing new. IGNORED: not ours or of no use.';
