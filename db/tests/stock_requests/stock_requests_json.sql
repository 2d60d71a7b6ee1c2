begin;
\ir ../fixture.psql
\ir requests.psql

select plan(3);

select ask('one', 'employee', 'SET_QUANTITY', 12), ask('two', 'employee', 'ADD_QUANTITY', 3, 'bread');
select sell(4);

select is(
    (select array_agg((j ->> 'id')::bigint order by n) from unnest(store.stock_requests_json(array[id('two'), -1, id('one')])) with ordinality as x (j, n)),
    array[id('two'), id('one')], 'they come in the order of the ids; what is not there is left out'
);
select is(
    (select (j ->> 'observed_quantity') || ' ' || (j ->> 'on_hand') from unnest(store.stock_requests_json(array[id('one')])) as x (j)), '10 6',
    'with the figure of then and that of now'
);
select api.stock_request_resolve(id('manager'), id('one'), 'APPROVED', 11, p_as_delta => true);
select is(
    (
        select j::jsonb - '{id,branch_id,product_id,created_at,reviewed_at,requested_by,branch_name,product_name,product_sku,reason}'::text[]
        from unnest(store.stock_requests_json(array[id('one')])) as x (j)
    ),
    jsonb_build_object(
        'request_type', 'SET_QUANTITY', 'quantity', 12, 'observed_quantity', 10, 'on_hand', 7, 'approved_quantity', 11, 'as_delta', true,
        'applied_change', 1, 'status', 'APPROVED', 'rejection_reason', null,
        'reviewed_by', jsonb_build_object('id', id('manager'), 'full_name', 'Manager')
    ),
    'what was asked for, what was approved, and what it did'
);

select * from finish();

rollback;
