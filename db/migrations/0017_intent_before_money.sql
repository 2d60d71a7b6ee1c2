-- Whose a charge is at the provider and which one it is, known before any money can move: a shop's name, a random key for each thing
-- that moves money, and the intent that an attempt has made there.
-- migrator: allow add-column-rewrite: no shop has opened yet, and these tables are small
-- migrator: allow constraint-not-valid: no shop has opened yet, and these tables are small
-- migrator: allow constraint-using-index: no shop has opened yet, and these tables are small

alter table store.settings add column shop_id uuid not null default gen_random_uuid();

alter table store.checkout_attempts
    add column provider_key uuid not null default gen_random_uuid(),
    add column intent_reference text;

update store.checkout_attempts as a
set intent_reference = a.provider_reference
where a.state = 'COMMITTED'
    and a.intent_reference is null;

alter table store.checkout_attempts
    add constraint checkout_attempts_provider_key_key unique (provider_key),
    add constraint checkout_attempts_intent_reference_key unique (intent_reference),
    add constraint checkout_attempts_commits_its_intent check (
        state <> 'COMMITTED' or (intent_reference is not null and provider_reference is not distinct from intent_reference)
    );

alter table store.refunds add column provider_key uuid not null default gen_random_uuid();
alter table store.captures add column provider_key uuid not null default gen_random_uuid();

comment on column store.settings.shop_id is 'Whose charges are whose, where several shops, or a copy of this one, share an account at the provider.';
comment on column store.checkout_attempts.provider_key is 'With the shop''s id, what the provider knows the attempt by: as an idempotency key and in the metadata.';
comment on column store.checkout_attempts.intent_reference is 'The provider''s payment, made and stored before it may take money: the only one that the attempt is ever paid by.';
comment on column store.refunds.provider_key is 'With the shop''s id, the key under which the provider sees each try as the same refund.';
comment on column store.captures.provider_key is 'With the shop''s id, the key under which the provider sees each try as the same capture.';
comment on column store.webhook_events.outcome is 'WOKEN: its attempt is taken at once. STRAY: a charge without an order, to be given back or let go. LOST: the money held for an order is gone. KNOWN: nothing new. FOREIGN: another shop''s. IGNORED: not ours or of no use.';
