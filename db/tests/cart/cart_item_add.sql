begin;
\ir ../fixture.psql

select plan(9);

-- happy path
select is(
    api.cart_item_add(id('customer'), id('milk'), 2) #>> '{data,items,0,quantity}', '2', 'a product is in the cart'
);
select is(
    api.cart_item_add(id('customer'), id('milk'), 3) #>> '{data,items,0,quantity}', '5', 'the same product adds up'
);

-- errors
select throws_ok(
    $$select api.cart_item_add(id('customer'), -1, 1)$$, 'MS404', 'PRODUCT_NOT_FOUND', 'an unknown product is not found'
);
select throws_ok(
    $$select api.cart_item_add(id('customer'), id('milk'), 995)$$, 'MS400', 'VALIDATION_ERROR',
    'more than 999 together is refused'
);
select throws_ok(
    $$select api.cart_item_add(id('customer'), id('milk'), 0)$$, 'MS400', 'VALIDATION_ERROR', 'none is refused'
);
update store.inventory set on_hand = 0 where product_id = id('rare cake');
select throws_ok(
    $$select api.cart_item_add(id('customer'), id('rare cake'), 1)$$, 'MS409', 'OUT_OF_STOCK',
    'a product that no branch has is refused'
);
update store.categories set is_active = false where category_id = id('bakery');
select throws_ok(
    $$select api.cart_item_add(id('customer'), id('bread'), 1)$$, 'MS404', 'PRODUCT_NOT_FOUND',
    'a product of an inactive category is not found'
);
select throws_ok(
    $$select api.cart_item_add(id('manager'), id('milk'), 1)$$, 'MS403', 'FORBIDDEN', 'a manager cannot shop'
);

-- side effects
select is(
    (select source from audit.entries where entity_type = 'cart_items' and action = 'INSERT'), 'api.cart_item_add',
    'the audit log names the function'
);

select * from finish();

rollback;
