begin;
\ir ../fixture.psql
\ir reconciliation.psql

select plan(7);

select reconciled(array[listed('pi_x'), listed('pi_y')]);
select reconciled(array[listed('pi_x')]);
insert into fixture select 'run', max(reconciliation_id) from store.reconciliations where not is_daily;

select is(
    (api.reconciliation_difference_list(id('admin'), p_is_settled => false)::jsonb #> '{data,0}') - '{id,about_at,found_at,theirs}'::text[],
    jsonb_build_object(
        'reconciliation_id', id('run'), 'kind', 'payment unknown here', 'reference', 'pi_x', 'order_id', null, 'attempt_id', null, 'ours', null,
        'settled_at', null
    ),
    'what is open'
);
select is(api.reconciliation_difference_list(id('admin'), p_is_settled => true) #>> '{data,0,reference}', 'pi_y', 'what is settled');
select is(api.reconciliation_difference_list(id('admin')) #>> '{pagination,total}', '2', 'all of it');
select is(api.reconciliation_difference_list(id('admin'), id('run')) #>> '{pagination,total}', '1', 'what a run has found');
select is(api.reconciliation_difference_list(id('admin'), -1) #>> '{data}', '[]', 'or none');
select throws_ok($$select api.reconciliation_difference_list(id('manager'))$$, 'MS403', 'FORBIDDEN', 'a manager may not');
select throws_ok($$select api.reconciliation_difference_list(-1)$$, 'MS401', 'UNAUTHORIZED', 'nobody may not');

select * from finish();

rollback;
