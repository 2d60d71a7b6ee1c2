begin;
\ir ../fixture.psql

select plan(4);

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

grant usage on schema store to mami_gateway;
grant select, delete on store.cart_items to mami_gateway;
select set_config('mami.actor', '', true);
select through_gateway_is(
    'delete from store.cart_items', 'audit: the gateway writes without an actor',
    'the gateway changes nothing in nobody''s name'
);

select * from finish();

rollback;
