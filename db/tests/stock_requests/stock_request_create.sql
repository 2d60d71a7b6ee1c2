begin;
\ir ../fixture.psql
\ir requests.psql

select plan(16);

-- happy path
select is(
    (api.stock_request_create(id('employee'), id('branch'), id('milk'), 'SET_QUANTITY', 12, 'counted twice')::jsonb -> 'data')
    - '{id,created_at}'::text[],
    jsonb_build_object(
        'branch_id', id('branch'), 'branch_name', 'branch', 'product_id', id('milk'), 'product_name', 'milk', 'product_sku', 'DAI-1',
        'request_type', 'SET_QUANTITY', 'quantity', 12, 'observed_quantity', 10, 'on_hand', 10, 'approved_quantity', null,
        'as_delta', false, 'applied_change', null, 'status', 'PENDING', 'reason', 'counted twice', 'rejection_reason', null,
        'requested_by', jsonb_build_object('id', id('employee'), 'full_name', 'Employee'), 'reviewed_by', null, 'reviewed_at', null
    ),
    'a request is open, with what the book said when it was made'
);
select is(
    (select ledger_position from store.stock_requests),
    (select max(inventory_movement_id) from store.inventory_movements where branch_id = id('branch') and product_id = id('milk')),
    'and where the ledger stood'
);
select is(api.stock_request_create(id('manager'), id('branch'), id('milk'), 'ADD_QUANTITY', -3) #>> '{data,quantity}', '-3', 'less can be added as well');
select is(api.stock_request_create(id('admin'), id('branch'), id('milk'), 'SET_QUANTITY', 0) #>> '{data,quantity}', '0', 'an empty shelf can be counted');
delete from store.inventory_movements where branch_id = id('branch') and product_id = id('rare cake');
delete from store.inventory where branch_id = id('branch') and product_id = id('rare cake');
select ask('new', 'employee', 'ADD_QUANTITY', 4, 'rare cake');
select results_eq(
    $$select observed_quantity, ledger_position from store.stock_requests where stock_request_id = id('new')$$,
    'values (0, 0::bigint)', 'what the branch never had can be asked for'
);
update store.products set is_active = false where product_id = id('bread');
select lives_ok($$select ask('inactive', 'employee', 'SET_QUANTITY', 4, 'bread')$$, 'and what is not sold any more be counted');

-- refusals
select throws_ok($$select api.stock_request_create(id('employee'), id('branch'), id('milk'), 'SET_QUANTITY', -1)$$, 'MS400', 'VALIDATION_ERROR', 'nobody counts less than nothing');
select throws_ok($$select api.stock_request_create(id('employee'), id('branch'), id('milk'), 'ADD_QUANTITY', 0)$$, 'MS400', 'VALIDATION_ERROR', 'adding nothing is no request');
select throws_ok($$select api.stock_request_create(id('employee'), id('branch'), id('milk'), 'ADD_QUANTITY', 1000001)$$, 'MS400', 'VALIDATION_ERROR', 'nobody adds more than a million');
select throws_ok($$select api.stock_request_create(id('employee'), -1, id('milk'), 'ADD_QUANTITY', 1)$$, 'MS404', 'BRANCH_NOT_FOUND', 'the branch must be there');
select throws_ok($$select api.stock_request_create(id('employee'), id('branch'), -1, 'ADD_QUANTITY', 1)$$, 'MS404', 'PRODUCT_NOT_FOUND', 'and the product');
select throws_ok($$select api.stock_request_create(id('customer'), id('branch'), id('milk'), 'ADD_QUANTITY', 1)$$, 'MS403', 'FORBIDDEN', 'a customer may not');

-- side effects
select is(on_hand(), 10, 'the stock stays as it is');
select is_empty($$select * from store.inventory where branch_id = id('branch') and product_id = id('rare cake')$$, 'no shelf is made');
select is(
    (
        select count(*)::integer from audit.entries
        where entity_type = 'stock_requests' and action = 'INSERT' and actor_user_id = id('employee')
            and source = 'api.stock_request_create'
    ),
    3, 'the log knows who asked'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
