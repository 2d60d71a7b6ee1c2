-- The audit register: every table of the schema store has its row, and the migrator makes the four audit triggers of each table with a
-- key (insert, update, delete, truncate). Columns: the table; the columns by which the audit log knows a row, and by which the old
-- and the new one are paired; the columns whose values are secret; or why the table is not audited.
-- It fills audit.register, re-applied with the functions; the conventions test fails for a table without a row.

with register (table_name, key_columns, secret_columns, not_audited_because) as (
    values
        ('settings', '{settings_id}', '{}', null),
        ('users', '{user_id}', '{password_hash}', null),
        ('sessions', '{session_id}', '{secret}', null),
        ('refresh_tokens', '{refresh_token_id}', '{token_hash}', null),
        ('addresses', '{address_id}', '{}', null),
        ('payment_customers', '{user_id,provider}', '{}', null),
        ('payment_tokens', '{payment_token_id}', '{provider_token,fingerprint}', null),
        ('branches', '{branch_id}', '{}', null),
        ('categories', '{category_id}', '{}', null),
        ('products', '{product_id}', '{}', null),
        ('inventory', '{inventory_id}', '{}', null),
        ('inventory_movements', '{inventory_movement_id}', '{}', null),
        ('delivery_slots', '{delivery_slot_id}', '{}', null),
        ('slot_dates', '{slot_date_id}', '{}', null),
        ('carts', '{cart_id}', '{}', null),
        ('cart_items', '{cart_item_id}', '{}', null),
        ('checkout_attempts', '{checkout_attempt_id}', '{action_secret}', null),
        ('checkout_lines', '{checkout_attempt_id,product_id}', '{}', null),
        ('orders', '{order_id}', '{}', null),
        ('order_items', '{order_item_id}', '{}', null),
        ('picking_operations', '{order_id,operation_id}', '{}', null),
        ('order_deliveries', '{order_id}', '{}', null),
        ('order_pickups', '{order_id}', '{}', null),
        ('payments', '{payment_id}', '{}', null),
        ('payment_events', '{payment_event_id}', '{}', null),
        ('refunds', '{refund_id}', '{}', null),
        ('captures', '{capture_id}', '{}', null),
        ('disputes', '{dispute_id}', '{}', null),
        ('outbox', '{outbox_id}', '{}', null),
        ('reconciliations', '{reconciliation_id}', '{}', null),
        ('reconciliation_differences', '{reconciliation_difference_id}', '{}', null),
        ('webhook_events', '{webhook_event_id}', '{payload}', null),
        ('stock_requests', '{stock_request_id}', '{}', null),
        ('inventory_loads', '{inventory_load_id}', '{}', null),
        ('error_code', null, null, 'a copy of db/errors.sql'),
        ('search_words', null, null, 'words of products, which are audited'),
        ('provider_objects', null, null, 'what the provider has listed, deleted when it has been compared'),
        ('rate_limits', null, null, 'counters without meaning after a minute'),
        ('kept_answers', null, null, 'copies of answers, forgotten after 72 hours; what they answered is audited')
)
merge into audit.register as a
using (
    select table_name, key_columns::text[], coalesce(secret_columns::text[], '{}') as secret_columns, not_audited_because from register
) as r on r.table_name = a.table_name
when matched then update set
    key_columns = r.key_columns,
    secret_columns = r.secret_columns,
    not_audited_because = r.not_audited_because
when not matched then insert (table_name, key_columns, secret_columns, not_audited_because)
    values (r.table_name, r.key_columns, r.secret_columns, r.not_audited_because);
