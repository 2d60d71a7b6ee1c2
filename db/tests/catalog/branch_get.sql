begin;
\ir ../fixture.psql

select plan(3);

select is(api.branch_get(id('branch')) #>> '{data,name}', 'branch', 'a branch is found by id');
select throws_ok('select api.branch_get(-1)', 'MS404', 'BRANCH_NOT_FOUND', 'an unknown one is not');
update store.branches set is_active = false where branch_id = id('branch');
select throws_ok($$select api.branch_get(id('branch'))$$, 'MS404', 'BRANCH_NOT_FOUND', 'nor is an inactive one');

select * from finish();

rollback;
