begin;
\ir ../fixture.psql

select plan(4);

select is(api.branch_list() #>> '{data,0,name}', 'warehouse', 'the warehouse comes first');
select is(api.branch_list(1, 1) #>> '{data,0,name}', 'branch', 'then the branches by name, page by page');
select is(api.branch_list(1, 0) #>> '{pagination,has_next}', 'true', 'a page knows that there is a next one');
update store.branches set is_active = false where branch_id = id('branch');
select is(api.branch_list() #>> '{pagination,total}', '1', 'inactive ones are not shown');

select * from finish();

rollback;
