-- What the provider tells of refunds and disputes: a refund that fails after it was made, one that was made in the provider's own
-- dashboard, and money that a cardholder wants back through his bank.

alter table store.refunds add column is_of_provider boolean not null default false;

comment on column store.refunds.is_of_provider is 'Made at the provider, by somebody in its dashboard; we learnt of it from an event.';

create table store.disputes (
    dispute_id bigint generated always as identity,
    checkout_attempt_id bigint not null,
    provider text not null,
    dispute_reference text not null,
    amount numeric(12, 2) not null,
    reason text,
    status text not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint disputes_pkey primary key (dispute_id),
    constraint disputes_checkout_attempt_id_fkey foreign key (checkout_attempt_id) references store.checkout_attempts,
    constraint disputes_reference_key unique (provider, dispute_reference),
    constraint disputes_amount_range check (amount >= 0),
    constraint disputes_reason_length check (length(reason) between 1 and 255),
    constraint disputes_status_length check (length(status) between 1 and 255)
);

create index disputes_checkout_attempt_id_idx on store.disputes (checkout_attempt_id);

comment on table store.disputes is 'Payments that a cardholder disputes, as the provider tells of them.';
comment on column store.disputes.checkout_attempt_id is 'Whose payment it is: it may be told before the order stands, or when none will.';
comment on column store.disputes.dispute_reference is 'The dispute at the provider.';
comment on column store.disputes.reason is 'In the provider''s words, as fraudulent or product_not_received.';
comment on column store.disputes.status is 'In the provider''s words: won, lost and warning_closed are its ends.';

comment on column store.webhook_events.outcome is 'WOKEN: its attempt or refund is taken at once. STRAY: a charge without an order, to be given back or let go. LOST: the money held for an order is gone. REFUND_FAILED: a refund that had been made has failed. REFUNDED: one made at the provider, now in our books. MISMATCH: one that our books have no room for. DISPUTED: a dispute is new or has changed. KNOWN: nothing new. FOREIGN: another shop''s. IGNORED: not ours or of no use.';

create type store.dispute_answer as (
    id bigint, order_id bigint, payment_reference text, dispute_reference text, amount text, reason text, status text,
    created_at text, updated_at text
);

comment on type store.dispute_answer is 'A dispute as managers see it.';
