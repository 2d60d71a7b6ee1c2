begin;
\ir ../fixture.psql

select plan(4);

select api.cart_item_add(id('customer'), id('milk'), 2);
insert into fixture select 'item', cart_item_id from store.cart_items;

-- happy path
select is(
    api.cart_item_update(id('customer'), id('item'), 7) #>> '{data,items,0,quantity}', '7', 'the quantity is set'
);

-- errors
select throws_ok(
    $$select api.cart_item_update(id('other'), id('item'), 1)$$, 'MS404', 'CART_ITEM_NOT_FOUND',
    'somebody else''s item is not found'
);
select throws_ok(
    $$select api.cart_item_update(id('customer'), id('item'), 1000)$$, 'MS400', 'VALIDATION_ERROR', 'more than 999 is refused'
);
update store.settings set cart_max_quantity = 6;
select is(
    details($$select api.cart_item_update(id('customer'), id('item'), 7)$$),
    '{"limit": "cart_max_quantity", "maximum": 6, "actual": 7}', 'more than the settings say is refused'
);

select * from finish();

rollback;
