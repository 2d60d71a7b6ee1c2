-- migrator: no-transaction
-- The refund that an event of the provider names.
create index concurrently refunds_refund_reference_idx on store.refunds (refund_reference);
