-- The audit triggers: every business table, all its changes. Re-applied with the functions; a new table gets its four
-- lines here, and the conventions test fails until it has them. The arguments are the id column, then the columns whose
-- values are secret.
--
-- Not audited: error_code (a copy of db/errors.sql) and rate_limits (counters without meaning after a minute).

create or replace trigger audit_insert after insert on store.settings
    referencing new table as new_rows for each statement execute function audit.record_insert('settings_id');
create or replace trigger audit_update after update on store.settings
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('settings_id');
create or replace trigger audit_delete after delete on store.settings
    referencing old table as old_rows for each statement execute function audit.record_delete('settings_id');
create or replace trigger audit_truncate before truncate on store.settings
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.users
    referencing new table as new_rows for each statement execute function audit.record_insert('user_id', 'password_hash');
create or replace trigger audit_update after update on store.users
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('user_id', 'password_hash');
create or replace trigger audit_delete after delete on store.users
    referencing old table as old_rows for each statement execute function audit.record_delete('user_id', 'password_hash');
create or replace trigger audit_truncate before truncate on store.users
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.sessions
    referencing new table as new_rows for each statement execute function audit.record_insert('session_id');
create or replace trigger audit_update after update on store.sessions
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('session_id');
create or replace trigger audit_delete after delete on store.sessions
    referencing old table as old_rows for each statement execute function audit.record_delete('session_id');
create or replace trigger audit_truncate before truncate on store.sessions
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.refresh_tokens
    referencing new table as new_rows for each statement execute function audit.record_insert('refresh_token_id', 'token_hash');
create or replace trigger audit_update after update on store.refresh_tokens
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('refresh_token_id', 'token_hash');
create or replace trigger audit_delete after delete on store.refresh_tokens
    referencing old table as old_rows for each statement execute function audit.record_delete('refresh_token_id', 'token_hash');
create or replace trigger audit_truncate before truncate on store.refresh_tokens
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.addresses
    referencing new table as new_rows for each statement execute function audit.record_insert('address_id');
create or replace trigger audit_update after update on store.addresses
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('address_id');
create or replace trigger audit_delete after delete on store.addresses
    referencing old table as old_rows for each statement execute function audit.record_delete('address_id');
create or replace trigger audit_truncate before truncate on store.addresses
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.payment_tokens
    referencing new table as new_rows for each statement execute function audit.record_insert('payment_token_id', 'provider_token');
create or replace trigger audit_update after update on store.payment_tokens
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('payment_token_id', 'provider_token');
create or replace trigger audit_delete after delete on store.payment_tokens
    referencing old table as old_rows for each statement execute function audit.record_delete('payment_token_id', 'provider_token');
create or replace trigger audit_truncate before truncate on store.payment_tokens
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.branches
    referencing new table as new_rows for each statement execute function audit.record_insert('branch_id');
create or replace trigger audit_update after update on store.branches
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('branch_id');
create or replace trigger audit_delete after delete on store.branches
    referencing old table as old_rows for each statement execute function audit.record_delete('branch_id');
create or replace trigger audit_truncate before truncate on store.branches
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.categories
    referencing new table as new_rows for each statement execute function audit.record_insert('category_id');
create or replace trigger audit_update after update on store.categories
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('category_id');
create or replace trigger audit_delete after delete on store.categories
    referencing old table as old_rows for each statement execute function audit.record_delete('category_id');
create or replace trigger audit_truncate before truncate on store.categories
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.products
    referencing new table as new_rows for each statement execute function audit.record_insert('product_id');
create or replace trigger audit_update after update on store.products
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('product_id');
create or replace trigger audit_delete after delete on store.products
    referencing old table as old_rows for each statement execute function audit.record_delete('product_id');
create or replace trigger audit_truncate before truncate on store.products
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.inventory
    referencing new table as new_rows for each statement execute function audit.record_insert('inventory_id');
create or replace trigger audit_update after update on store.inventory
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('inventory_id');
create or replace trigger audit_delete after delete on store.inventory
    referencing old table as old_rows for each statement execute function audit.record_delete('inventory_id');
create or replace trigger audit_truncate before truncate on store.inventory
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.inventory_movements
    referencing new table as new_rows for each statement execute function audit.record_insert('inventory_movement_id');
create or replace trigger audit_update after update on store.inventory_movements
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('inventory_movement_id');
create or replace trigger audit_delete after delete on store.inventory_movements
    referencing old table as old_rows for each statement execute function audit.record_delete('inventory_movement_id');
create or replace trigger audit_truncate before truncate on store.inventory_movements
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.delivery_slots
    referencing new table as new_rows for each statement execute function audit.record_insert('delivery_slot_id');
create or replace trigger audit_update after update on store.delivery_slots
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('delivery_slot_id');
create or replace trigger audit_delete after delete on store.delivery_slots
    referencing old table as old_rows for each statement execute function audit.record_delete('delivery_slot_id');
create or replace trigger audit_truncate before truncate on store.delivery_slots
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.slot_dates
    referencing new table as new_rows for each statement execute function audit.record_insert('slot_date_id');
create or replace trigger audit_update after update on store.slot_dates
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('slot_date_id');
create or replace trigger audit_delete after delete on store.slot_dates
    referencing old table as old_rows for each statement execute function audit.record_delete('slot_date_id');
create or replace trigger audit_truncate before truncate on store.slot_dates
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.carts
    referencing new table as new_rows for each statement execute function audit.record_insert('cart_id');
create or replace trigger audit_update after update on store.carts
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('cart_id');
create or replace trigger audit_delete after delete on store.carts
    referencing old table as old_rows for each statement execute function audit.record_delete('cart_id');
create or replace trigger audit_truncate before truncate on store.carts
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.cart_items
    referencing new table as new_rows for each statement execute function audit.record_insert('cart_item_id');
create or replace trigger audit_update after update on store.cart_items
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('cart_item_id');
create or replace trigger audit_delete after delete on store.cart_items
    referencing old table as old_rows for each statement execute function audit.record_delete('cart_item_id');
create or replace trigger audit_truncate before truncate on store.cart_items
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.checkout_attempts
    referencing new table as new_rows for each statement execute function audit.record_insert('checkout_attempt_id');
create or replace trigger audit_update after update on store.checkout_attempts
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('checkout_attempt_id');
create or replace trigger audit_delete after delete on store.checkout_attempts
    referencing old table as old_rows for each statement execute function audit.record_delete('checkout_attempt_id');
create or replace trigger audit_truncate before truncate on store.checkout_attempts
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.checkout_lines
    referencing new table as new_rows for each statement execute function audit.record_insert('checkout_attempt_id');
create or replace trigger audit_update after update on store.checkout_lines
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('checkout_attempt_id');
create or replace trigger audit_delete after delete on store.checkout_lines
    referencing old table as old_rows for each statement execute function audit.record_delete('checkout_attempt_id');
create or replace trigger audit_truncate before truncate on store.checkout_lines
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.orders
    referencing new table as new_rows for each statement execute function audit.record_insert('order_id');
create or replace trigger audit_update after update on store.orders
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('order_id');
create or replace trigger audit_delete after delete on store.orders
    referencing old table as old_rows for each statement execute function audit.record_delete('order_id');
create or replace trigger audit_truncate before truncate on store.orders
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.order_items
    referencing new table as new_rows for each statement execute function audit.record_insert('order_item_id');
create or replace trigger audit_update after update on store.order_items
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('order_item_id');
create or replace trigger audit_delete after delete on store.order_items
    referencing old table as old_rows for each statement execute function audit.record_delete('order_item_id');
create or replace trigger audit_truncate before truncate on store.order_items
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.order_deliveries
    referencing new table as new_rows for each statement execute function audit.record_insert('order_id');
create or replace trigger audit_update after update on store.order_deliveries
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('order_id');
create or replace trigger audit_delete after delete on store.order_deliveries
    referencing old table as old_rows for each statement execute function audit.record_delete('order_id');
create or replace trigger audit_truncate before truncate on store.order_deliveries
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.order_pickups
    referencing new table as new_rows for each statement execute function audit.record_insert('order_id');
create or replace trigger audit_update after update on store.order_pickups
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('order_id');
create or replace trigger audit_delete after delete on store.order_pickups
    referencing old table as old_rows for each statement execute function audit.record_delete('order_id');
create or replace trigger audit_truncate before truncate on store.order_pickups
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.payments
    referencing new table as new_rows for each statement execute function audit.record_insert('payment_id');
create or replace trigger audit_update after update on store.payments
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('payment_id');
create or replace trigger audit_delete after delete on store.payments
    referencing old table as old_rows for each statement execute function audit.record_delete('payment_id');
create or replace trigger audit_truncate before truncate on store.payments
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.payment_events
    referencing new table as new_rows for each statement execute function audit.record_insert('payment_event_id');
create or replace trigger audit_update after update on store.payment_events
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('payment_event_id');
create or replace trigger audit_delete after delete on store.payment_events
    referencing old table as old_rows for each statement execute function audit.record_delete('payment_event_id');
create or replace trigger audit_truncate before truncate on store.payment_events
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.refunds
    referencing new table as new_rows for each statement execute function audit.record_insert('refund_id');
create or replace trigger audit_update after update on store.refunds
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('refund_id');
create or replace trigger audit_delete after delete on store.refunds
    referencing old table as old_rows for each statement execute function audit.record_delete('refund_id');
create or replace trigger audit_truncate before truncate on store.refunds
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.captures
    referencing new table as new_rows for each statement execute function audit.record_insert('capture_id');
create or replace trigger audit_update after update on store.captures
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('capture_id');
create or replace trigger audit_delete after delete on store.captures
    referencing old table as old_rows for each statement execute function audit.record_delete('capture_id');
create or replace trigger audit_truncate before truncate on store.captures
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.outbox
    referencing new table as new_rows for each statement execute function audit.record_insert('outbox_id');
create or replace trigger audit_update after update on store.outbox
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('outbox_id');
create or replace trigger audit_delete after delete on store.outbox
    referencing old table as old_rows for each statement execute function audit.record_delete('outbox_id');
create or replace trigger audit_truncate before truncate on store.outbox
    for each statement execute function audit.refuse_truncate();

create or replace trigger audit_insert after insert on store.webhook_events
    referencing new table as new_rows for each statement execute function audit.record_insert('webhook_event_id');
create or replace trigger audit_update after update on store.webhook_events
    referencing old table as old_rows new table as new_rows
    for each statement execute function audit.record_update('webhook_event_id');
create or replace trigger audit_delete after delete on store.webhook_events
    referencing old table as old_rows for each statement execute function audit.record_delete('webhook_event_id');
create or replace trigger audit_truncate before truncate on store.webhook_events
    for each statement execute function audit.refuse_truncate();
