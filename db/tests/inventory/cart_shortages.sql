begin;
\ir ../fixture.psql

select plan(3);

select api.cart_item_add(id('customer'), id('milk'), 10);
select is(
    store.cart_shortages(store.cart_ensure(id('customer')), id('branch')), null, 'what is there in full is no shortage'
);
select api.cart_item_add(id('customer'), id('milk'), 1);
select is(
    store.cart_shortages(store.cart_ensure(id('customer')), id('branch')),
    jsonb_build_array(
        jsonb_build_object('product_id', id('milk'), 'name', 'milk', 'requested_quantity', 11, 'available_quantity', 10)
    ),
    'what is short is told with both figures'
);
delete from store.inventory_movements where branch_id = id('branch');
delete from store.inventory where branch_id = id('branch');
select is(
    store.cart_shortages(store.cart_ensure(id('customer')), id('branch')) #>> '{0,available_quantity}', '0',
    'a product that the branch does not keep is short too'
);

select * from finish();

rollback;
