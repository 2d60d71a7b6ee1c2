begin;
\ir ../fixture.psql

select plan(15);

with made as (
    insert into store.products (category_id, name, sku, price, unit)
    values (id('dairy'), 'cheese', 'DAI-9', 9, 'unit'), (id('dairy'), 'butter', 'DAI-8', 8, 'unit')
    returning product_id, name
)
insert into fixture select name, product_id from made;

-- happy path
select is(
    (api.inventory_create(id('manager'), id('branch'), id('cheese'), 5, 2, 'first delivery')::jsonb -> 'data') - '{id,updated_at}'::text[],
    jsonb_build_object(
        'branch_id', id('branch'), 'branch_name', 'branch', 'product_id', id('cheese'), 'product_name', 'cheese', 'product_sku', 'DAI-9',
        'on_hand', 5, 'reserved', 0, 'in_picking', 0, 'available_quantity', 5, 'reorder_point', 2
    ),
    'a product gets its shelf'
);
select is(
    api.inventory_create(id('manager'), id('branch'), id('butter'), 0) #>> '{data,on_hand}', '0', 'an empty one too'
);

-- refusals
select throws_ok($$select api.inventory_create(id('manager'), id('branch'), id('cheese'), 7)$$, 'MS409', 'DUPLICATE', 'once');
select is(
    details($$select api.inventory_create(id('manager'), id('branch'), id('cheese'), 7)$$),
    (select jsonb_build_object('inventory_id', inventory_id) from store.inventory where product_id = id('cheese')),
    'it says which one is there'
);
select throws_ok($$select api.inventory_create(id('manager'), -1, id('cheese'), 7)$$, 'MS404', 'BRANCH_NOT_FOUND', 'the branch must be there');
select throws_ok($$select api.inventory_create(id('manager'), id('branch'), -1, 7)$$, 'MS404', 'PRODUCT_NOT_FOUND', 'and the product');
select throws_ok($$select api.inventory_create(id('manager'), id('branch'), id('cheese'), -1)$$, 'MS400', 'VALIDATION_ERROR', 'there is no less than nothing');
select throws_ok($$select api.inventory_create(id('manager'), id('branch'), id('cheese'), 1000001)$$, 'MS400', 'VALIDATION_ERROR', 'nor more than a million');
select throws_ok($$select api.inventory_create(id('manager'), id('branch'), id('cheese'), 1, 0, repeat('x', 501))$$, 'MS400', 'VALIDATION_ERROR', 'a reason has a bearable length');
select throws_ok($$select api.inventory_create(id('employee'), id('branch'), id('cheese'), 1)$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.inventory_create(id('customer'), id('branch'), id('cheese'), 1)$$, 'MS403', 'FORBIDDEN', 'nor a customer');

-- side effects
select results_eq(
    $$select kind::text, quantity, reason, actor_user_id from store.inventory_movements where product_id = id('cheese')$$,
    $$values ('received', 5, 'first delivery', id('manager'))$$, 'its stock is received through the ledger'
);
select is_empty($$select * from store.inventory_movements where product_id = id('butter')$$, 'nothing has no line');
select is(
    (
        select count(*)::integer from audit.entries
        where entity_type = 'inventory' and action = 'INSERT' and actor_user_id = id('manager') and source = 'api.inventory_create'
    ),
    2, 'the log knows who did it'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
