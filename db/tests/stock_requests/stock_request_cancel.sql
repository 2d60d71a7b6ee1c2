begin;
\ir ../fixture.psql
\ir requests.psql

select plan(9);

select ask('one', 'employee', 'SET_QUANTITY', 12), ask('two', 'manager', 'SET_QUANTITY', 13), ask('three', 'employee', 'ADD_QUANTITY', 1);

-- happy path
select is(api.stock_request_cancel(id('employee'), id('one')) #>> '{data,status}', 'CANCELED', 'one''s own request is taken back');

-- refusals
select throws_ok($$select api.stock_request_cancel(id('employee'), id('one'))$$, 'MS409', 'ALREADY_REVIEWED', 'once');
select is(details($$select api.stock_request_cancel(id('employee'), id('one'))$$), '{"status": "CANCELED"}', 'it says how it ended');
select throws_ok($$select api.stock_request_cancel(id('employee'), id('two'))$$, 'MS404', 'STOCK_REQUEST_NOT_FOUND', 'somebody else''s is not there');
select throws_ok($$select api.stock_request_cancel(id('employee'), -1)$$, 'MS404', 'STOCK_REQUEST_NOT_FOUND', 'nor what never was');
select api.stock_request_resolve(id('manager'), id('three'), 'APPROVED');
select throws_ok($$select api.stock_request_cancel(id('employee'), id('three'))$$, 'MS409', 'ALREADY_REVIEWED', 'what has been approved stays so');
select throws_ok($$select api.stock_request_cancel(id('customer'), id('two'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');

-- side effects
select is(on_hand(), 11, 'only what was approved has moved the stock');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
