begin;
\ir ../fixture.psql

select plan(5);

select lives_ok($$select api.cart_item_add(id('customer'), id('milk'), 2)$$, 'a cart has an item');
delete from store.cart_items;
select is(
    (select old_value ->> 'quantity' from audit.entries where entity_type = 'cart_items' and action = 'DELETE'), '2',
    'a deleted row is kept whole'
);
select is(
    (select new_value from audit.entries where entity_type = 'cart_items' and action = 'DELETE'), null,
    'and has no new value'
);

insert into fixture select 'attempt', locked_attempt('customer');
insert into fixture select 'line', max(l.product_id) from store.checkout_lines as l where l.checkout_attempt_id = id('attempt');
delete from store.checkout_lines as l where l.checkout_attempt_id = id('attempt') and l.product_id = id('line');
select is(
    (select entity_key from audit.entries where entity_type = 'checkout_lines' and action = 'DELETE'),
    jsonb_build_object('checkout_attempt_id', id('attempt'), 'product_id', id('line')),
    'a row with a key of two columns carries both'
);

grant usage on schema store to mami_gateway;
grant select, delete on store.cart_items to mami_gateway;
select set_config('mami.actor', '', true);
select through_gateway_is(
    'delete from store.cart_items', 'audit: the gateway writes without an actor',
    'the gateway changes nothing in nobody''s name'
);

select * from finish();

rollback;
