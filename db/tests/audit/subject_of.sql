begin;
\ir ../fixture.psql

select plan(12);

insert into fixture select 'order', ordered('customer');
insert into fixture
select n.name, n.id
from store.orders as o
join store.payments as p on p.order_id = o.order_id
cross join lateral (
    values ('cart', o.cart_id), ('attempt', o.checkout_attempt_id), ('payment', p.payment_id)
) as n (name, id)
where o.order_id = id('order');
select api.refund_create(id('manager'), id('order'), 1, 'x');
insert into fixture select 'refund', r.refund_id from store.refunds as r;
insert into store.sessions (user_id) values (id('customer'));
insert into fixture select 'session', s.session_id from store.sessions as s where s.user_id = id('customer');
insert into fixture select 'held', held('other', 'k2');
select api.payment_capture(id('manager'), id('held'));
insert into fixture select 'capture', c.capture_id from store.captures as c;

create function tap.subject(p_column text, p_name text) returns bigint
    language sql stable
return audit.subject_of(jsonb_build_object(p_column, tap.id(p_name)));

select is(subject('order_id', 'order'), id('customer'), 'what belongs to an order is the customer''s');
select is(subject('cart_id', 'cart'), id('customer'), 'so is what belongs to a cart');
select is(subject('checkout_attempt_id', 'attempt'), id('customer'), 'to a checkout');
select is(subject('payment_id', 'payment'), id('customer'), 'to a payment');
select is(subject('refund_id', 'refund'), id('customer'), 'to a refund');
select is(subject('capture_id', 'capture'), id('other'), 'to a capture');
select is(subject('session_id', 'session'), id('customer'), 'to a session');
select is(audit.subject_of('{"order_id": null}'), null, 'what belongs to none is nobody''s');
select is(audit.subject_of('{"order_id": -1}'), null, 'so is what belongs to one that is not there');

-- every business row that leads to a user, by what the triggers have written
select is_empty(
    $$
        select e.entity_type, e.action, e.old_value, e.new_value
        from audit.entries as e
        where e.entity_type in (
            'carts', 'cart_items', 'checkout_attempts', 'checkout_lines', 'orders', 'order_items', 'order_deliveries', 'payments',
            'payment_events', 'refunds', 'captures', 'addresses', 'payment_tokens', 'users', 'sessions', 'outbox'
        )
            and (e.subject_user_id is null or e.subject_user_id not in (select f.id from fixture as f))
    $$,
    'each entry of a checkout, of its money and of an account says whose it is'
);
select is_empty(
    $$select 1 from audit.entries as e where e.entity_type in ('products', 'inventory', 'branches') and e.subject_user_id is not null$$,
    'and those of the shop''s own things are nobody''s'
);
delete from store.cart_items as i where i.cart_id = id('cart');
select is(
    (select count(*) from audit.entries as e where e.action = 'DELETE' and e.entity_type = 'cart_items' and e.subject_user_id = id('customer')),
    2::bigint, 'a removed row has its subject too'
);

select * from finish();

rollback;
