begin;
\ir ../fixture.psql

select plan(3);

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

select * from finish();

rollback;
