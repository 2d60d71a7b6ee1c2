-- Every error that a client may be told: code, HTTP status, sentence, seconds after which it is worth another try (the header
-- Retry-After), and the constraints whose violation means it. The only place of all five: it fills store.error_code,
-- re-applied with the functions, and the gateway's build makes its own errors from these rows.

with catalog (code, http_status, message, retry_after_seconds, constraint_names) as (
    values
        ('VALIDATION_ERROR', 400, 'The request is not valid.', null, '{}'),
        ('PAYMENT_FAILED', 400, 'The payment was declined.', null, '{}'),
        ('PAYMENT_REFUSED', 400, 'This payment cannot be made in this way.', null, '{}'),
        ('CARD_EXPIRED', 400, 'The card has expired.', null, '{}'),
        ('CARD_REFUSED', 400, 'The provider does not take this card.', null, '{}'),
        ('CART_LIMIT', 400, 'An order of this size is not taken.', null, '{}'),
        ('INVALID_SLOT', 400, 'This delivery or pickup time cannot be booked.', null, '{}'),
        ('BAD_REQUEST', 400, 'The request is not valid HTTP, or ended before its end.', null, '{}'),
        ('CARD_DATA_REFUSED', 400, 'Card data is not accepted here; send the provider''s token.', null, '{}'),
        ('MISSING_IDEMPOTENCY_KEY', 400, 'The header Idempotency-Key is needed: 1 to 255 printable ASCII characters.', null, '{}'),
        ('INVALID_SIGNATURE', 400, 'The event is not signed by the payment provider.', null, '{}'),
        ('UNAUTHORIZED', 401, 'A valid access token is needed.', null, '{}'),
        ('INVALID_CREDENTIALS', 401, 'E-mail or password is wrong.', null, '{}'),
        ('INVALID_TOKEN', 401, 'The token is not valid.', null, '{}'),
        ('TOKEN_REUSED', 401, 'The token was used before; the session has ended.', null, '{}'),
        ('FORBIDDEN', 403, 'Your role may not do this.', null, '{}'),
        ('SELF_REVIEW', 403, 'Nobody reviews their own request.', null, '{stock_requests_four_eyes}'),
        ('CANNOT_MODIFY_SELF', 403, 'Nobody changes their own role or switches themself off.', null, '{}'),
        ('NOT_FOUND', 404, 'There is no such thing.', null, '{}'),
        ('BRANCH_NOT_FOUND', 404, 'There is no such branch.', null, '{}'),
        ('CATEGORY_NOT_FOUND', 404, 'There is no such category.', null, '{}'),
        ('PRODUCT_NOT_FOUND', 404, 'There is no such product.', null, '{}'),
        ('CART_ITEM_NOT_FOUND', 404, 'There is no such item in your cart.', null, '{}'),
        ('CART_NOT_FOUND', 404, 'There is no such cart.', null, '{}'),
        ('ADDRESS_NOT_FOUND', 404, 'There is no such address.', null, '{}'),
        ('PAYMENT_TOKEN_NOT_FOUND', 404, 'There is no such payment token.', null, '{}'),
        ('ATTEMPT_NOT_FOUND', 404, 'There is no such checkout attempt.', null, '{}'),
        ('USER_NOT_FOUND', 404, 'There is no such user.', null, '{}'),
        ('ORDER_NOT_FOUND', 404, 'There is no such order.', null, '{}'),
        ('INVENTORY_LOAD_NOT_FOUND', 404, 'There is no such file of stock.', null, '{}'),
        ('INVENTORY_NOT_FOUND', 404, 'There is no such stock.', null, '{}'),
        ('STOCK_REQUEST_NOT_FOUND', 404, 'There is no such stock request.', null, '{}'),
        ('AUDIT_ENTRY_NOT_FOUND', 404, 'There is no such entry in the audit log.', null, '{}'),
        ('AUDIT_CHECKPOINT_NOT_FOUND', 404, 'No checkpoint of the audit log has been signed yet.', null, '{}'),
        ('DELIVERY_SLOT_NOT_FOUND', 404, 'There is no such delivery window.', null, '{}'),
        ('METHOD_NOT_ALLOWED', 405, 'This method is not allowed here.', null, '{}'),
        ('USER_EXISTS', 409, 'This e-mail is registered already.', null, '{users_email_key}'),
        ('DUPLICATE_ROW', 409, 'An earlier row of the file is about the same shelf.', null, '{}'),
        (
            'DUPLICATE', 409, 'There is one of this name or number already.', null,
            '{inventory_pkey,categories_name_key,categories_name_folded_key,branches_name_key,branches_name_folded_key,products_sku_key,products_sku_folded_key}'
        ),
        ('SLOT_OVERLAP', 409, 'There is a delivery window at this time already.', null, '{delivery_slots_no_overlap}'),
        ('SLOT_BOOKED', 409, 'Deliveries are booked in this window: it cannot be moved.', null, '{}'),
        ('BELOW_BOOKED', 409, 'More deliveries than that are booked in this window.', null, '{}'),
        (
            'WAREHOUSE_FIXED', 409, 'The warehouse stays open, and moves by the setting warehouse_branch_id alone.', null,
            '{branches_warehouse_is_active,branches_one_warehouse_key}'
        ),
        ('BELOW_RESERVED', 409, 'That is less than what checkouts have reserved.', null, '{}'),
        ('STALE_STOCK', 409, 'The stock has moved since.', null, '{}'),
        ('ALREADY_REVIEWED', 409, 'The request is not open any more.', null, '{}'),
        ('AUDIT_ENTRY_NOT_SEALED', 409, 'The entry is not sealed yet.', null, '{}'),
        ('AUDIT_CHECKPOINT_REFUSED', 409, 'That is no checkpoint of this audit log.', null, '{}'),
        ('LAST_ADMIN', 409, 'The last active admin stays one.', null, '{}'),
        ('OUT_OF_STOCK', 409, 'No branch has this product.', null, '{}'),
        ('CART_EMPTY', 409, 'The cart is empty.', null, '{}'),
        ('PRODUCT_UNAVAILABLE', 409, 'A product of the cart is no longer sold.', null, '{}'),
        ('INSUFFICIENT_STOCK', 409, 'There is not enough stock for this cart.', null, '{inventory_reserved_range}'),
        ('SLOT_FULL', 409, 'This delivery slot is full.', null, '{slot_dates_booked_range}'),
        ('TOTAL_CHANGED', 409, 'The total is not the expected one.', null, '{}'),
        ('CHECKOUT_IN_PROGRESS', 409, 'A checkout of this cart is running.', 1, '{checkout_attempts_one_open_key}'),
        ('IDEMPOTENCY_IN_PROGRESS', 409, 'A request with this Idempotency-Key is running.', 1, '{checkout_attempts_idempotency_key_key}'),
        ('ATTEMPT_CLOSED', 409, 'The state of the checkout attempt does not allow this.', null, '{}'),
        ('PAYMENT_MISMATCH', 409, 'The payment is not the one of the checkout attempt.', null, '{checkout_attempts_intent_reference_key}'),
        ('PAYMENT_NOT_AUTHORIZED', 409, 'No money is held for this order that could be captured.', null, '{}'),
        ('PAYMENT_NOT_CAPTURED', 409, 'The money of this order is not captured: there is nothing to refund.', null, '{}'),
        ('CAPTURE_EXCEEDS_PAYMENT', 409, 'That is more than is held for this order.', null, '{}'),
        ('CAPTURE_IN_PROGRESS', 409, 'A capture of this order is on its way.', null, '{captures_one_live_key}'),
        ('REFUND_EXCEEDS_PAYMENT', 409, 'That is more than is left of the payment.', null, '{}'),
        ('REFUND_NOT_FAILED', 409, 'Only a failed refund can be tried again.', null, '{}'),
        ('RECONCILIATION_IN_PROGRESS', 409, 'A reconciliation that somebody asked for is running.', 2, '{reconciliations_one_by_hand_key}'),
        ('BODY_TOO_LARGE', 413, 'The body is too large.', null, '{}'),
        ('UNSUPPORTED_MEDIA_TYPE', 415, 'The body is not of a type that this call takes.', null, '{}'),
        ('IDEMPOTENCY_KEY_REUSED', 422, 'This Idempotency-Key was used with another request.', null, '{}'),
        ('RATE_LIMITED', 429, 'Too many attempts.', null, '{}'),
        ('INTERNAL_ERROR', 500, 'Something went wrong on our side.', null, '{}'),
        ('SERVICE_UNAVAILABLE', 503, 'The service is not available at the moment.', 2, '{}'),
        ('TIMEOUT', 504, 'The request took too long.', null, '{}')
)
merge into store.error_code as e
using (
    select code, http_status, message, retry_after_seconds::integer, constraint_names::text[] from catalog
) as c on c.code = e.code
when matched then update set
    http_status = c.http_status,
    message = c.message,
    retry_after_seconds = c.retry_after_seconds,
    constraint_names = c.constraint_names
when not matched then insert (code, http_status, message, retry_after_seconds, constraint_names)
    values (c.code, c.http_status, c.message, c.retry_after_seconds, c.constraint_names);
