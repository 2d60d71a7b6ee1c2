begin;
\ir ../fixture.psql

select plan(14);

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
    $$select api.cart_item_add(id('customer'), id('milk'), 995)$$, 'MS400', 'CART_LIMIT',
    'more than 999 together is refused'
);
select is(
    details($$select api.cart_item_add(id('customer'), id('milk'), 995)$$),
    '{"limit": "cart_max_quantity", "maximum": 999, "actual": 1000}', 'which says how many there may be'
);
select throws_ok(
    $$select api.cart_item_add(id('customer'), -1, 1000)$$, 'MS400', 'VALIDATION_ERROR', 'more than 999 at once is wrong, whatever it is of'
);
update store.settings set cart_max_lines = 1, cart_max_quantity = 6;
select is(
    details($$select api.cart_item_add(id('customer'), id('bread'), 1)$$), '{"limit": "cart_max_lines", "maximum": 1, "actual": 2}',
    'as many products as the settings say'
);
select is(
    api.cart_item_add(id('customer'), id('milk'), 1) #>> '{data,items,0,quantity}', '6', 'a product that is there takes no place more'
);
select is(
    details($$select api.cart_item_add(id('customer'), id('milk'), 1)$$) ->> 'limit', 'cart_max_quantity',
    'and as many units'
);
update store.settings set cart_max_lines = 200, cart_max_quantity = 999;
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
