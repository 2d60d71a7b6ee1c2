begin;
\ir ../fixture.psql

select plan(23);

insert into fixture
select 'shelf', i.inventory_id from store.inventory as i where i.branch_id = id('warehouse') and i.product_id = id('milk');
select locked_attempt('customer');

-- happy path
select is(
    api.inventory_update(id('manager'), id('shelf'), 'counted', 7) #>> '{data,on_hand}', '7', 'the shelf has what was counted'
);
select is(
    api.inventory_update(id('manager'), id('shelf'), 'delivery', 20, p_expected_on_hand => 7) #>> '{data,available_quantity}', '18',
    'compared with what was seen'
);
select is(
    api.inventory_update(id('manager'), id('shelf'), 'sells well', p_reorder_point => 9) #>> '{data,reorder_point}', '9', 'the reorder point alone'
);
select is(
    (api.inventory_update(id('manager'), id('shelf'), 'both', 30, 12)::jsonb -> 'data') - '{id,updated_at,branch_id,product_id}'::text[],
    '{"branch_name": "warehouse", "product_name": "milk", "product_sku": "DAI-1", "on_hand": 30, "reserved": 2, "in_picking": 0,
      "available_quantity": 28, "reorder_point": 12}',
    'or both'
);
select is(
    api.inventory_update(id('manager'), id('shelf'), 'counted', 30) #>> '{data,on_hand}', '30', 'a count may find what the book says'
);
select is(api.inventory_update(id('manager'), id('shelf'), 'broken', 2) #>> '{data,available_quantity}', '0', 'down to what is reserved');

-- refusals
select throws_ok($$select api.inventory_update(id('manager'), id('shelf'), 'x', 1)$$, 'MS409', 'BELOW_RESERVED', 'never below');
select is(
    details($$select api.inventory_update(id('manager'), id('shelf'), 'x', 1)$$),
    '{"on_hand": 2, "reserved": 2, "requested_on_hand": 1}', 'with the figures'
);
select throws_ok(
    $$select api.inventory_update(id('manager'), id('shelf'), 'x', 5, p_expected_on_hand => 3)$$, 'MS409', 'STALE_STOCK',
    'another figure than was seen is refused'
);
select is(
    details($$select api.inventory_update(id('manager'), id('shelf'), 'x', 5, p_expected_on_hand => 3)$$),
    '{"on_hand": 2, "expected_on_hand": 3}', 'with both figures'
);
select throws_ok($$select api.inventory_update(id('manager'), id('shelf'), 'x')$$, 'MS400', 'VALIDATION_ERROR', 'something must change');
select throws_ok($$select api.inventory_update(id('manager'), id('shelf'), ' ', 5)$$, 'MS400', 'VALIDATION_ERROR', 'for a reason');
select throws_ok($$select api.inventory_update(id('manager'), id('shelf'), repeat('x', 501), 5)$$, 'MS400', 'VALIDATION_ERROR', 'of a bearable length');
select throws_ok($$select api.inventory_update(id('manager'), id('shelf'), null, 5)$$, 'MS400', 'VALIDATION_ERROR', 'that is said');
select throws_ok($$select api.inventory_update(id('manager'), id('shelf'), 'x', -1)$$, 'MS400', 'VALIDATION_ERROR', 'there is no less than nothing');
select throws_ok($$select api.inventory_update(id('manager'), id('shelf'), 'x', 1000001)$$, 'MS400', 'VALIDATION_ERROR', 'nor more than a million');
select throws_ok($$select api.inventory_update(id('manager'), -1, 'x', 5)$$, 'MS404', 'INVENTORY_NOT_FOUND', 'the shelf must be there');
select throws_ok($$select api.inventory_update(id('employee'), id('shelf'), 'x', 5)$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.inventory_update(id('customer'), id('shelf'), 'x', 5)$$, 'MS403', 'FORBIDDEN', 'nor a customer');

-- side effects
select results_eq(
    $$
        select kind::text, quantity, reason, actor_user_id from store.inventory_movements
        where branch_id = id('warehouse') and product_id = id('milk') and actor_user_id is not null order by inventory_movement_id
    $$,
    $$
        values
            ('adjusted', -3, 'counted', id('manager')), ('adjusted', 13, 'delivery', id('manager')),
            ('adjusted', 10, 'both', id('manager')), ('adjusted', -28, 'broken', id('manager'))
    $$,
    'each change has its line of the ledger'
);
select results_eq(
    $$select context, actor_user_id from audit.entries where action = 'inventory_noted' order by audit_entry_id$$,
    $$
        values
            ('{"reorder_point": 9, "reason": "sells well"}'::jsonb, id('manager')),
            ('{"on_hand": 30, "reason": "counted"}', id('manager'))
    $$,
    'what has no line has its reason in the log'
);
select is(
    (
        select count(*)::integer from audit.entries
        where entity_type = 'inventory' and action = 'UPDATE' and actor_user_id = id('manager') and new_value ? 'on_hand'
    ),
    4, 'and so have the figures before and after'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
