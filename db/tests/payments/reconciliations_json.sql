begin;
\ir ../fixture.psql
\ir reconciliation.psql

select plan(2);

insert into fixture values ('run', run());
select is(
    (store.reconciliations_json(array[id('run')]))[1]::jsonb - '{period_start,period_end,created_at}'::text[],
    jsonb_build_object(
        'id', id('run'), 'status', 'OPEN', 'is_daily', false, 'payments', 0, 'refunds', 0, 'disputes', 0, 'foreign_objects', 0, 'differences', null,
        'is_whole', null, 'tries', 0, 'last_error', null, 'requested_by', id('admin'), 'ended_at', null
    ),
    'all that an admin wants to know'
);
select is(cardinality(store.reconciliations_json(array[-1]::bigint[])), 0, 'of one that is not there nothing');

select * from finish();

rollback;
