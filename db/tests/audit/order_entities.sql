begin;
\ir ../fixture.psql

select plan(4);

insert into fixture select 'order', ordered('customer');
insert into fixture select 'not this', ordered('other', 'k2');
select api.refund_create(id('manager'), id('order'), 1, 'x');

select is(
    (select string_agg(distinct x.entity_type, ' ' order by x.entity_type) from audit.order_entities(id('order')) as x),
    'cart_items carts checkout_attempts checkout_lines inventory_movements order_deliveries order_items orders outbox payment_events payments refunds',
    'an order''s cart, checkout, goods, money and delivery'
);
select is_empty(
    $$
        select * from audit.order_entities(id('order'))
        intersect
        select * from audit.order_entities(id('not this'))
    $$,
    'and nothing of another order'
);
select is_empty('select * from audit.order_entities(-1)', 'an order that is not there has nothing');

-- A table that is added is found by the names of its columns; it must be found fast.
select is_empty(
    $$
        select r.table_name, a.attname
        from audit.register as r
        join pg_attribute as a on a.attrelid = ('store.' || r.table_name)::regclass
        where r.key_columns is not null
            and a.attname in ('order_id', 'cart_id', 'checkout_attempt_id', 'payment_id', 'refund_id', 'capture_id')
            and not exists (select from pg_index as i where i.indrelid = a.attrelid and i.indkey[0] = a.attnum)
    $$,
    'every column by which a row belongs to an order has an index'
);

select * from finish();

rollback;
