-- What an event says of money is found again when its attempt ends: an event that came before the end must not be forgotten by it.
-- migrator: allow index-concurrently: no shop has opened yet, and this table is small

alter table store.webhook_events add column amount_minor bigint;

create index webhook_events_checkout_attempt_id_idx on store.webhook_events (checkout_attempt_id);

comment on column store.webhook_events.amount_minor is 'What its payment took, or, while that has taken nothing, what it holds, in agorot. Null if it says none, or more than there can be.';
