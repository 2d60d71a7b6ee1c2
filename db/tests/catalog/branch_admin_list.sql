begin;
\ir ../fixture.psql

select plan(7);

update store.branches set is_active = false where branch_id = id('branch');

select is(
    jsonb_path_query_array(api.branch_admin_list(id('manager'))::jsonb, '$.data[*].name'), '["warehouse", "branch"]',
    'all of them, the warehouse first, closed ones too'
);
select is(
    jsonb_path_query_array(api.branch_admin_list(id('manager'), p_is_active => false)::jsonb, '$.data[*].name'), '["branch"]',
    'or the closed ones'
);
select is(api.branch_admin_list(id('manager'), true) #>> '{pagination,total}', '1', 'or the open ones');
select is(
    api.branch_admin_list(id('manager'), p_limit => 1, p_offset => 1)::jsonb #> '{data,0,name}', '"branch"', 'page by page'
);

-- refusals
select throws_ok($$select api.branch_admin_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.branch_admin_list(id('employee'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.branch_admin_list(-1)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
