begin;
\ir ../fixture.psql

select plan(7);

update store.categories set is_active = false where category_id = id('dairy');

select is(
    jsonb_path_query_array(api.category_admin_list(id('manager'))::jsonb, '$.data[*].name'), '["bakery", "dairy"]',
    'all of them by name, inactive ones too'
);
select is(
    jsonb_path_query_array(api.category_admin_list(id('manager'), p_is_active => false)::jsonb, '$.data[*].name'), '["dairy"]',
    'or the inactive ones'
);
select is(api.category_admin_list(id('manager'), true) #>> '{pagination,total}', '1', 'or the active ones');
select is(
    api.category_admin_list(id('manager'), p_limit => 1, p_offset => 1)::jsonb #> '{data,0,name}', '"dairy"', 'page by page'
);

-- refusals
select throws_ok($$select api.category_admin_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.category_admin_list(id('employee'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.category_admin_list(-1)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
