begin;
\ir ../fixture.psql
\ir requests.psql

select plan(5);

select ask('one', 'employee', 'SET_QUANTITY', 12);

select is(api.stock_request_get(id('manager'), id('one')) #>> '{data,quantity}', '12', 'a manager sees it');
select is(api.stock_request_get(id('admin'), id('one')) #>> '{data,requested_by,full_name}', 'Employee', 'and an admin');
select throws_ok($$select api.stock_request_get(id('manager'), -1)$$, 'MS404', 'STOCK_REQUEST_NOT_FOUND', 'what never was is not there');
select throws_ok($$select api.stock_request_get(id('employee'), id('one'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.stock_request_get(id('customer'), id('one'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select * from finish();

rollback;
