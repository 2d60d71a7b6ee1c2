-- Verifies the rules of the migration before, while everybody reads and writes, and takes away the foreign key that one of them replaces.

alter table store.orders validate constraint orders_are_their_attempts_fkey;
alter table store.orders drop constraint orders_checkout_attempt_id_fkey;

alter table store.checkout_attempts validate constraint checkout_attempts_lease_is_finite;
alter table store.checkout_attempts validate constraint checkout_attempts_end_is_answered;
alter table store.checkout_attempts validate constraint checkout_attempts_answer_is_true;
alter table store.checkout_attempts validate constraint checkout_attempts_knows_what_goes_back;
alter table store.checkout_attempts validate constraint checkout_attempts_window_ordered;
alter table store.checkout_attempts validate constraint checkout_attempts_goes_one_way;
alter table store.order_deliveries validate constraint order_deliveries_window_ordered;
alter table store.order_pickups validate constraint order_pickups_window_finite;
alter table store.payments validate constraint payments_refund_is_told;
alter table store.refunds validate constraint refunds_success_is_named;
alter table store.outbox validate constraint outbox_due_is_finite;
alter table store.inventory_movements validate constraint inventory_movements_checkout_is_named;
