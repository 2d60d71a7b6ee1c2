begin;
\ir ../fixture.psql

select plan(11);

-- happy path
insert into fixture values ('order', ordered('customer', 'k1'));
select api.refund_create(id('manager'), id('order'), 5, 'late');

select is_empty('select * from store.check_audit()', 'what the shop''s functions do is in the log');
update store.orders set status = 'DELAYED', delayed_from = 'CREATED' where order_id = id('order');
update store.users set role = 'EMPLOYEE' where user_id = id('other');
delete from store.outbox;
select is_empty('select * from store.check_audit()', 'and so is what a hand in psql does');

-- wrong states
select wrong_is_told(w.change, 'the audit log knows each row as it is', w.what)
from (
    values
        ($$update store.orders set status = 'CANCELED', delayed_from = null$$, 'a status was changed past the log'),
        ('update store.orders set reduced_amount = 1', 'what an order costs'),
        ('update store.refunds set amount = 6', 'an amount'),
        ('update store.checkout_attempts set charged_amount = 1', 'a charge'),
        ($$update store.users set role = 'ADMIN' where user_id = id('customer')$$, 'a role'),
        ($$update store.products set price = 1 where product_id = id('milk')$$, 'a price'),
        ('delete from store.refunds', 'a refund that is gone without a word'),
        (
            $$
                insert into store.refunds (payment_id, checkout_attempt_id, provider, provider_reference, amount, currency, reason)
                select payment_id, checkout_attempt_id, provider, provider_reference, 1, currency, 'x' from store.refunds
            $$,
            'a refund of which the log knows nothing'
        )
) as w (change, what);
-- what a line says
update audit.entries set new_value = new_value || '{"status": "READY"}' where entity_type = 'orders' and action = 'UPDATE';
select results_eq(
    'select details - $$id$$ from store.check_audit()',
    $$values ('{"table": "orders", "column": "status", "is": "DELAYED", "log_says": "READY"}'::jsonb)$$,
    'a line has the row, the column, what is there and what the log last told of'
);

select * from finish();

rollback;
