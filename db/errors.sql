-- Every business error: code, HTTP status, sentence, and the constraints whose violation means it. The only source of
-- store.error_code; re-applied with the functions.

with catalogue (code, http_status, message, constraint_names) as (
    values
        ('VALIDATION_ERROR', 400, 'The request is not valid.', '{}'),
        ('PAYMENT_FAILED', 400, 'The payment was declined.', '{}'),
        ('INVALID_SLOT', 400, 'This delivery or pickup time cannot be booked.', '{}'),
        ('UNAUTHORIZED', 401, 'A valid access token is needed.', '{}'),
        ('INVALID_CREDENTIALS', 401, 'E-mail or password is wrong.', '{}'),
        ('INVALID_TOKEN', 401, 'The token is not valid.', '{}'),
        ('TOKEN_REUSED', 401, 'The token was used before; the session has ended.', '{}'),
        ('FORBIDDEN', 403, 'Your role may not do this.', '{}'),
        ('NOT_FOUND', 404, 'There is no such thing.', '{}'),
        ('BRANCH_NOT_FOUND', 404, 'There is no such branch.', '{}'),
        ('CATEGORY_NOT_FOUND', 404, 'There is no such category.', '{}'),
        ('PRODUCT_NOT_FOUND', 404, 'There is no such product.', '{}'),
        ('CART_ITEM_NOT_FOUND', 404, 'There is no such item in your cart.', '{}'),
        ('CART_NOT_FOUND', 404, 'There is no such cart.', '{}'),
        ('ADDRESS_NOT_FOUND', 404, 'There is no such address.', '{}'),
        ('PAYMENT_TOKEN_NOT_FOUND', 404, 'There is no such payment token.', '{}'),
        ('ATTEMPT_NOT_FOUND', 404, 'There is no such checkout attempt.', '{}'),
        ('ORDER_NOT_FOUND', 404, 'There is no such order.', '{}'),
        ('USER_EXISTS', 409, 'This e-mail is registered already.', '{users_email_key}'),
        ('OUT_OF_STOCK', 409, 'No branch has this product.', '{}'),
        ('CART_EMPTY', 409, 'The cart is empty.', '{}'),
        ('PRODUCT_UNAVAILABLE', 409, 'A product of the cart is no longer sold.', '{}'),
        ('INSUFFICIENT_STOCK', 409, 'There is not enough stock for this cart.', '{inventory_reserved_range}'),
        ('SLOT_FULL', 409, 'This delivery slot is full.', '{slot_dates_booked_range}'),
        ('TOTAL_CHANGED', 409, 'The total is not the expected one.', '{}'),
        ('CHECKOUT_IN_PROGRESS', 409, 'A checkout of this cart is running.', '{checkout_attempts_one_open_key}'),
        (
            'IDEMPOTENCY_IN_PROGRESS', 409, 'A request with this Idempotency-Key is running.',
            '{checkout_attempts_idempotency_key_key}'
        ),
        ('ATTEMPT_CLOSED', 409, 'The state of the checkout attempt does not allow this.', '{}'),
        ('PAYMENT_MISMATCH', 409, 'The payment is not the one of the checkout attempt.', '{}'),
        ('PAYMENT_NOT_AUTHORIZED', 409, 'No money is held for this order that could be captured.', '{}'),
        ('PAYMENT_NOT_CAPTURED', 409, 'The money of this order is not captured: there is nothing to refund.', '{}'),
        ('CAPTURE_EXCEEDS_PAYMENT', 409, 'That is more than is held for this order.', '{}'),
        ('CAPTURE_IN_PROGRESS', 409, 'A capture of this order is on its way.', '{captures_one_live_key}'),
        ('REFUND_EXCEEDS_PAYMENT', 409, 'That is more than is left of the payment.', '{}'),
        ('REFUND_NOT_FAILED', 409, 'Only a failed refund can be tried again.', '{}'),
        ('IDEMPOTENCY_KEY_REUSED', 422, 'This Idempotency-Key was used with another request.', '{}')
)
merge into store.error_code as e
using (select code, http_status, message, constraint_names::text[] from catalogue) as c on c.code = e.code
when matched then update set
    http_status = c.http_status,
    message = c.message,
    constraint_names = c.constraint_names
when not matched then insert (code, http_status, message, constraint_names)
    values (c.code, c.http_status, c.message, c.constraint_names);
