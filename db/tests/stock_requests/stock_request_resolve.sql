begin;
\ir ../fixture.psql
\ir requests.psql

select plan(14);

select ask('set', 'employee', 'SET_QUANTITY', 12), ask('add', 'employee', 'ADD_QUANTITY', 3, 'bread');
select ask('no', 'employee', 'ADD_QUANTITY', 3), ask('own', 'manager', 'ADD_QUANTITY', 3);

-- happy path
select is(
    (api.stock_request_resolve(id('manager'), id('set'), 'APPROVED')::jsonb -> 'data')
    - '{id,branch_id,product_id,created_at,reviewed_at,requested_by,branch_name,product_name,product_sku,reason}'::text[],
    jsonb_build_object(
        'request_type', 'SET_QUANTITY', 'quantity', 12, 'observed_quantity', 10, 'on_hand', 12, 'approved_quantity', 12, 'as_delta', false,
        'applied_change', 2, 'status', 'APPROVED', 'rejection_reason', null,
        'reviewed_by', jsonb_build_object('id', id('manager'), 'full_name', 'Manager')
    ),
    'an approved count is what the shelf has'
);
select is(api.stock_request_resolve(id('admin'), id('add'), 'APPROVED', 2) #>> '{data,on_hand}', '12', 'of what was asked for less may be approved');
select is(
    api.stock_request_resolve(id('admin'), id('no'), 'REJECTED', p_rejection_reason => 'count again') #>> '{data,rejection_reason}',
    'count again', 'or nothing'
);

-- refusals
select throws_ok($$select api.stock_request_resolve(id('manager'), id('own'), 'APPROVED')$$, 'MS403', 'SELF_REVIEW', 'nobody reviews their own');
select throws_ok($$select api.stock_request_resolve(id('manager'), id('set'), 'APPROVED')$$, 'MS409', 'ALREADY_REVIEWED', 'a request is reviewed once');
select throws_ok($$select api.stock_request_resolve(id('manager'), -1, 'APPROVED')$$, 'MS404', 'STOCK_REQUEST_NOT_FOUND', 'it must be there');
select throws_ok($$select api.stock_request_resolve(id('employee'), id('own'), 'APPROVED')$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.stock_request_resolve(id('customer'), id('own'), 'APPROVED')$$, 'MS403', 'FORBIDDEN', 'nor a customer');

-- a shelf that the branch never had
delete from store.inventory_movements where branch_id = id('branch') and product_id = id('rare cake');
delete from store.inventory where branch_id = id('branch') and product_id = id('rare cake');
select ask('new', 'employee', 'ADD_QUANTITY', 4, 'rare cake'), ask('new too', 'employee', 'SET_QUANTITY', 4, 'rare cake', 'branch');
select is(api.stock_request_resolve(id('manager'), id('new'), 'APPROVED') #>> '{data,on_hand}', '4', 'is made with its first stock');
select throws_ok($$select api.stock_request_resolve(id('manager'), id('new too'), 'APPROVED')$$, 'MS409', 'STALE_STOCK', 'which overtakes a count of it');

-- side effects
select results_eq(
    $$
        select f.name, m.kind::text, m.quantity, m.reason, m.actor_user_id
        from store.inventory_movements as m join fixture as f on f.id = m.stock_request_id and f.name in ('set', 'add', 'new', 'no')
        order by m.inventory_movement_id
    $$,
    $$
        values
            ('set', 'adjusted', 2, 'because', id('manager')), ('add', 'received', 2, 'because', id('admin')),
            ('new', 'received', 4, 'because', id('manager'))
    $$,
    'what was approved has its line of the ledger, with the request and who approved it'
);
select is(on_hand(), 12, 'what was rejected moves nothing');
select is(
    (
        select count(*)::integer from audit.entries
        where entity_type = 'stock_requests' and action = 'UPDATE' and new_value ->> 'status' = 'APPROVED'
            and actor_user_id in (id('manager'), id('admin')) and source = 'api.stock_request_resolve'
    ),
    3, 'the log knows who decided'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
