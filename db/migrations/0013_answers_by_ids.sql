-- What made the JSON of one thing: its successors make that of many, from their ids.

drop function if exists store.address_json(store.addresses);
drop function if exists store.branch_json(store.branches);
drop function if exists store.checkout_attempt_review_json(bigint);
drop function if exists store.order_json(bigint);
drop function if exists store.payment_token_json(store.payment_tokens);
drop function if exists store.product_json(store.products, bigint);
drop function if exists store.refund_json(bigint);
