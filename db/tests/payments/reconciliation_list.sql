begin;
\ir ../fixture.psql
\ir reconciliation.psql

select plan(4);

select reconciled(array[listed('pi_x')]);
insert into fixture values ('run', run());

select is(api.reconciliation_list(id('admin')) #>> '{data,0,id}', id('run')::text, 'an admin sees them, the newest first');
select is(
    (select count(*)::integer from json_array_elements(api.reconciliation_list(id('admin')) -> 'data')),
    (select count(*)::integer from store.reconciliations), 'all of them'
);
select throws_ok($$select api.reconciliation_list(id('manager'))$$, 'MS403', 'FORBIDDEN', 'a manager may not');
select throws_ok($$select api.reconciliation_list(-1)$$, 'MS401', 'UNAUTHORIZED', 'nobody may not');

select * from finish();

rollback;
