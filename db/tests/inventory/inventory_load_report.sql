begin;
\ir ../fixture.psql

select plan(6);

insert into fixture select 'load', load(jsonb_build_array(load_row('branch', 'milk', 5), load_row('branch', 'milk', 6)));
select api.inventory_load_open(id('manager'), id('load'));
select throws_ok(
    $$select api.inventory_load_report(id('manager'), id('load'))$$, 'MS404', 'INVENTORY_LOAD_NOT_FOUND', 'nothing has come of it yet'
);
select api.inventory_load_apply(id('manager'), id('load')); select api.inventory_load_apply(id('manager'), id('load'));

-- happy path
select is(
    api.inventory_load_report(id('manager'), id('load'))::jsonb -> 'data',
    jsonb_build_object('load_id', id('load'), 'dry_run', false, 'total', 2, 'succeeded', 1, 'failed', 1)
    || '{"results": [{"row": 2, "result": "ok", "error": null}, {"row": 3, "result": "error", "error":
         {"code": "DUPLICATE_ROW", "message": "An earlier row of the file is about the same shelf.", "details": {"first_row": 2}}}]}',
    'row by row'
);
update store.users set role = 'MANAGER' where user_id = id('other');
select isnt(api.inventory_load_report(id('other'), id('load')) ->> 'data', null, 'for any manager');

-- refusals
select throws_ok($$select api.inventory_load_report(id('manager'), -1)$$, 'MS404', 'INVENTORY_LOAD_NOT_FOUND', 'it must be there');
select throws_ok($$select api.inventory_load_report(id('employee'), id('load'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.inventory_load_report(id('customer'), id('load'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select * from finish();
rollback;
