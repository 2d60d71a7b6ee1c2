begin;
\ir ../fixture.psql

select plan(5);

insert into fixture
select 'load', load(jsonb_build_array(
    load_row('branch', 'milk', 5), load_row('branch', 'milk', 7, '{"reorder_point": 3}'),
    '{"error_code": "VALIDATION_ERROR", "error_details": {"errors": []}, "cells": ["1", "", "=many", null, null]}'::jsonb
));
select throws_ok(
    $$select * from api.inventory_load_failed(id('manager'), id('load'))$$, 'MS404', 'INVENTORY_LOAD_NOT_FOUND', 'nothing has failed yet'
);
select apply(id('load'));

-- happy path
select results_eq(
    $$select * from api.inventory_load_failed(id('manager'), id('load'))$$,
    $$
        values
            (id('branch')::text, id('milk')::text, '7', '3', null, 'DUPLICATE_ROW {"first_row" : 2}'),
            ('1', '', '=many', null, null, 'VALIDATION_ERROR {"errors": []}')
    $$,
    'what failed, as it was sent, in the order of the file'
);

-- refusals
select throws_ok($$select * from api.inventory_load_failed(id('manager'), -1)$$, 'MS404', 'INVENTORY_LOAD_NOT_FOUND', 'it must be there');
select throws_ok($$select * from api.inventory_load_failed(id('employee'), id('load'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select * from api.inventory_load_failed(id('customer'), id('load'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select * from finish();
rollback;
