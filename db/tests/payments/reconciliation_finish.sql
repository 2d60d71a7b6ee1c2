begin;
\ir ../fixture.psql
\ir reconciliation.psql

select plan(12);

-- happy path
select is((select count(*)::integer from reconciled(array[listed('pi_x')])), 1, 'a difference is noted');
select results_eq(
    'select status::text, differences, is_whole, ended_at is not null from store.reconciliations where not is_daily', $$values ('DONE', 1, true, true)$$,
    'and the run says so'
);
select is_empty('select * from store.provider_objects', 'what was listed is not kept');
select is((select count(*)::integer from reconciled(array[listed('pi_x', '{"received": 1}')])), 1, 'found again, it is the same one');
select results_eq(
    'select d.reconciliation_id, d.theirs from store.reconciliation_differences as d',
    $$select max(reconciliation_id), 'succeeded: taken 0.01, held 0.00' from store.reconciliations where not is_daily$$,
    'as it is now'
);
select is(
    (select row(state, due_at, reason like 'pi_x: ours none, the provider''s %')::text from api.danger_zone where kind = 'difference'),
    '("payment unknown here",,t)', 'it waits for a human in the danger zone'
);
insert into fixture values ('later', run());
update store.reconciliations set period_start = now() + interval '30 minutes' where reconciliation_id = id('later');
select api.reconciliation_claim('stripe', 60);
select is(api.reconciliation_finish(id('later'), 1, true), 0, 'a run over another time');
select isnt_empty('select * from store.reconciliation_differences where settled_at is null', 'settles nothing of this one');
select is_empty('select * from reconciled()', 'when it is not found any more it is settled');
select is_empty($$select * from api.danger_zone where kind = 'difference'$$, 'and leaves the danger zone');

-- refusals
select is(api.reconciliation_finish(id('later'), 1, true), null, 'a run ends once');

-- side effects
select through_gateway_is($$select api.reconciliation_finish(1, 1, true)$$, 'ok', 'the gateway may');

select * from finish();

rollback;
