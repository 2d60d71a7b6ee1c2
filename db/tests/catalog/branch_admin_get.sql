begin;
\ir ../fixture.psql

select plan(5);

update store.branches set is_active = false where branch_id = id('branch');

select is(
    api.branch_admin_get(id('manager'), id('branch'))::jsonb #> '{data,is_active}', 'false', 'a closed branch is shown'
);

-- refusals
select throws_ok($$select api.branch_admin_get(id('manager'), -1)$$, 'MS404', 'BRANCH_NOT_FOUND', 'one that is not there is not');
select throws_ok($$select api.branch_admin_get(id('customer'), id('branch'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.branch_admin_get(id('employee'), id('branch'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.branch_admin_get(-1, id('branch'))$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
