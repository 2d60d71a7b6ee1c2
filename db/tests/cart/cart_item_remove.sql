begin;
\ir ../fixture.psql

select plan(3);

select api.cart_item_add(id('customer'), id('milk'), 2);
insert into fixture select 'item', cart_item_id from store.cart_items;

-- errors
select throws_ok(
    $$select api.cart_item_remove(id('other'), id('item'))$$, 'MS404', 'CART_ITEM_NOT_FOUND',
    'somebody else''s item is not found'
);

-- happy path
select is(
    api.cart_item_remove(id('customer'), id('item')) #>> '{data,item_count}', '0', 'the item is gone'
);
select throws_ok(
    $$select api.cart_item_remove(id('customer'), id('item'))$$, 'MS404', 'CART_ITEM_NOT_FOUND', 'once'
);

select * from finish();

rollback;
