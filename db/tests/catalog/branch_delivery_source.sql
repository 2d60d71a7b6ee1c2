begin;
\ir ../fixture.psql

select plan(2);

select is(api.branch_delivery_source() #>> '{data,name}', 'warehouse', 'deliveries come from the warehouse');
update store.branches set is_warehouse = false;
select throws_ok('select api.branch_delivery_source()', 'MS404', 'BRANCH_NOT_FOUND', 'a shop without one says so');

select * from finish();

rollback;
