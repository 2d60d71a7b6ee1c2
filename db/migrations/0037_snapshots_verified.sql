-- Verifies the rules of the migration before, while everybody reads and writes, and takes away what they replace.
-- migrator: allow index-concurrently: no shop has opened yet, and these tables are small

alter table store.checkout_attempts validate constraint checkout_attempts_snapshot_is_whole;
alter table store.checkout_attempts validate constraint checkout_attempts_fee_is_the_rules;
alter table store.checkout_attempts validate constraint checkout_attempts_fee_vat_is_right;
alter table store.checkout_attempts validate constraint checkout_attempts_vat_range;
alter table store.checkout_lines validate constraint checkout_lines_snapshot_is_whole;
alter table store.checkout_lines validate constraint checkout_lines_zero_is_zero;
alter table store.checkout_lines validate constraint checkout_lines_vat_is_right;
alter table store.orders validate constraint orders_vat_is_whole;
alter table store.orders validate constraint orders_fee_vat_is_right;
alter table store.orders validate constraint orders_are_what_was_locked_fkey;
alter table store.order_items validate constraint order_items_vat_is_whole;
alter table store.order_items validate constraint order_items_zero_is_zero;
alter table store.order_items validate constraint order_items_vat_is_right;

alter table store.orders drop constraint orders_are_their_attempts_fkey;
drop index store.checkout_attempts_order_key;
drop index store.checkout_attempts_branch_id_idx;
