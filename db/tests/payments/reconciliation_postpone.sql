begin;
\ir ../fixture.psql
\ir reconciliation.psql

select plan(5);

insert into fixture values ('run', run());
select api.reconciliation_claim('stripe', 60);

select api.reconciliation_postpone(id('run'), 2, 'late', 0);
select is((select last_error from store.reconciliations where reconciliation_id = id('run')), null, 'who lost it changes nothing');
select api.reconciliation_postpone(id('run'), 1, 'status 500', 60000);
select is((select last_error from store.reconciliations where reconciliation_id = id('run')), 'status 500', 'why is noted');
select is_empty(
    $$select * from api.reconciliation_claim('stripe', 60) where reconciliation_id = id('run')$$, 'it is not due before the pause is over'
);
select api.reconciliation_postpone(id('run'), 1, 'stopping', 0);
select is(
    (select tries from api.reconciliation_claim('stripe', 60) where reconciliation_id = id('run')), 2, 'then it is'
);
select through_gateway_is($$select api.reconciliation_postpone(1, 1, 'x', 0)$$, 'ok', 'the gateway may');

select * from finish();

rollback;
