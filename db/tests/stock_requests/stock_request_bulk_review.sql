begin;
\ir ../fixture.psql
\ir requests.psql

select plan(15);

select ask('stale', 'employee', 'SET_QUANTITY', 12), ask('rolls', 'employee', 'SET_QUANTITY', 20, 'bread');
select ask('own', 'manager', 'ADD_QUANTITY', 1), ask('cake', 'employee', 'ADD_QUANTITY', 2, 'rare cake'), ask('no', 'employee', 'ADD_QUANTITY', 9);
select sell(3);

create function tap.item(p_name text, p_status text default 'APPROVED', p_more jsonb default '{}') returns jsonb
    language sql stable
return jsonb_build_object('request_id', tap.id(p_name), 'status', p_status) || p_more;

create temporary table answer as
select api.stock_request_bulk_review(
    id('manager'),
    jsonb_build_array(
        item('cake', p_more => '{"approved_quantity": 0}'), item('stale'), item('own'), item('rolls'), item('rolls'), '{"request_id": 999999, "status": "APPROVED"}'::jsonb,
        item('no', 'REJECTED'), item('no', 'REJECTED', '{"rejection_reason": "no room"}')
    )
)::jsonb #> '{data,results}' as results;

-- happy path
select results_eq(
    $$
        select f.name, r ->> 'result', r ->> 'status', r #>> '{error,code}'
        from answer cross join lateral jsonb_array_elements(results) with ordinality as x (r, n)
        left join fixture as f
            on f.id = (r ->> 'request_id')::bigint and f.name in ('cake', 'stale', 'own', 'rolls', 'no')
        order by n
    $$,
    $$
        values
            ('cake', 'ok', 'APPROVED', null), ('stale', 'error', 'PENDING', 'STALE_STOCK'), ('own', 'error', 'PENDING', 'SELF_REVIEW'),
            ('rolls', 'ok', 'APPROVED', null), ('rolls', 'error', 'APPROVED', 'ALREADY_REVIEWED'),
            (null, 'error', null, 'STOCK_REQUEST_NOT_FOUND'), ('no', 'error', 'PENDING', 'VALIDATION_ERROR'), ('no', 'ok', 'REJECTED', null)
    $$,
    'each row stands alone, in the order in which they came'
);
select is(
    (select results #> '{1,error}' from answer),
    '{"code": "STALE_STOCK", "message": "The stock has moved since.", "details": {"on_hand": 7, "observed_quantity": 10}}',
    'a stale row says both figures'
);
select is((select results #> '{0}' from answer), jsonb_build_object('request_id', id('cake'), 'result', 'ok', 'status', 'APPROVED', 'error', null), 'one that is done has no error');
select is(on_hand('bread'), 20, 'what was approved is on the shelf');
select is(on_hand('rare cake'), 1, 'zero was approved');
select is(on_hand(), 7, 'what was refused has moved nothing');
select is(
    api.stock_request_bulk_review(id('admin'), jsonb_build_array(item('stale', p_more => '{"as_delta": true}'), item('own'))) #>> '{data,results,1,result}',
    'ok', 'somebody else may'
);
select is(on_hand(), 10, 'a difference leaves what was sold sold');

-- refusals
select throws_ok($$select api.stock_request_bulk_review(id('manager'), '[]')$$, 'MS400', 'VALIDATION_ERROR', 'nothing is no review');
select throws_ok($$select api.stock_request_bulk_review(id('manager'), '{}')$$, 'MS400', 'VALIDATION_ERROR', 'it is a list');
select throws_ok(
    $$select api.stock_request_bulk_review(id('manager'), (select jsonb_agg(n) from generate_series(1, 201) as n))$$, 'MS400', 'VALIDATION_ERROR',
    'of 200 at the most'
);
select throws_ok($$select api.stock_request_bulk_review(id('employee'), jsonb_build_array(item('no')))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.stock_request_bulk_review(id('customer'), jsonb_build_array(item('no')))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select ask('long', 'employee', 'ADD_QUANTITY', 1);
select throws_ok(
    $$
        select api.stock_request_bulk_review(
            id('admin'), jsonb_build_array(item('long', 'REJECTED', jsonb_build_object('rejection_reason', repeat('x', 501))))
        )
    $$,
    '23514', null, 'what is no refusal of the shop ends all of it'
);

-- side effects
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
