-- What a card's owner is to do before it pays, until when; and cards as the provider keeps them: with a customer, so that they
-- can be charged more than once, and with the card's fingerprint, so that one is not saved twice.
-- migrator: allow index-concurrently: no shop has opened yet, and these tables are small
-- migrator: allow constraint-not-valid: no shop has opened yet, and these tables are small

alter table store.settings
    add column payment_action_minutes integer not null default 15,
    add constraint settings_payment_action_minutes_range check (payment_action_minutes between 1 and 1440);

comment on column store.settings.payment_action_minutes is 'How long a card''s owner has to approve a payment; then it is given up at the provider, and stock and slot are free again.';

alter table store.checkout_attempts
    add column action_secret text,
    add column action_url text,
    add column action_expires_at timestamptz,
    add constraint checkout_attempts_action_is_whole check (
        state <> 'ACTION_REQUIRED' or (num_nulls(intent_reference, action_secret, action_expires_at) = 0 and isfinite(action_expires_at))
    );

comment on column store.checkout_attempts.action_secret is 'With it the customer''s own program finishes the payment at the provider.';
comment on column store.checkout_attempts.action_url is 'Where a browser is sent instead; null if the provider names no page.';
comment on column store.checkout_attempts.action_expires_at is 'Until then the card''s owner may approve.';

drop index store.checkout_attempts_one_open_key;
create unique index checkout_attempts_one_open_key on store.checkout_attempts (cart_id)
    where state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING', 'NEEDS_REVIEW');
drop index store.checkout_attempts_due_idx;
create index checkout_attempts_due_idx on store.checkout_attempts (lease_expires_at)
    where state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING');

create table store.payment_customers (
    user_id bigint not null,
    provider text not null default 'stripe',
    customer_reference text not null,
    created_at timestamptz not null default now(),
    constraint payment_customers_pkey primary key (user_id, provider),
    constraint payment_customers_user_id_fkey foreign key (user_id) references store.users,
    constraint payment_customers_reference_key unique (provider, customer_reference)
);

comment on table store.payment_customers is 'As whom the provider knows a user: cards belong to a customer there.';

alter table store.payment_tokens
    add column customer_reference text,
    add column fingerprint text,
    add constraint payment_tokens_fingerprint_length check (length(fingerprint) between 1 and 255),
    add constraint payment_tokens_customer_length check (length(customer_reference) between 1 and 255);

create unique index payment_tokens_fingerprint_key on store.payment_tokens (user_id, provider, fingerprint)
    where is_active;

comment on column store.payment_tokens.customer_reference is 'The provider''s customer that the card belongs to; null for one that was never saved there, which pays once.';
comment on column store.payment_tokens.fingerprint is 'The same for the same card, whatever its token.';

alter table store.outbox
    add column payment_token_id bigint,
    add constraint outbox_payment_token_id_fkey foreign key (payment_token_id) references store.payment_tokens,
    drop constraint outbox_kind_known,
    add constraint outbox_kind_known check (kind in ('refund', 'capture', 'detach', 'mail')),
    add constraint outbox_detaches_a_token check ((kind = 'detach') = (payment_token_id is not null));

create index outbox_payment_token_id_idx on store.outbox (payment_token_id) where payment_token_id is not null;

comment on column store.outbox.payment_token_id is 'For kind detach: the card that the provider is to forget.';
