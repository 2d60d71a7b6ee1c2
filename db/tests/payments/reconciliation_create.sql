begin;
\ir ../fixture.psql
\ir reconciliation.psql

select plan(11);

create temporary view today as select store.local_now()::date as day;

-- happy path
insert into fixture select 'run', (api.reconciliation_create(id('admin'), day - 30, day) #>> '{data,id}')::bigint from today;
select results_eq(
    $$select is_daily, status::text, requested_by, period_end = now() from store.reconciliations$$, $$values (false, 'OPEN', id('admin'), true)$$,
    'an admin asks for a run; of today what has been'
);
select is(
    (select (r.period_start at time zone s.time_zone) from store.reconciliations as r, store.settings as s), (select day - 30 from today)::timestamp,
    'from midnight on of the shop''s clock'
);
select is((select reconciliation_id from api.reconciliation_claim('stripe', 60)), id('run'), 'a gateway takes it');

-- refusals
select throws_ok(
    'select api.reconciliation_create(id(''admin''), day, day) from today', '23505', null, 'a second one waits until it has ended'
);
select is(
    (select constraint_names from store.error_code where code = 'RECONCILIATION_IN_PROGRESS'), '{reconciliations_one_by_hand_key}',
    'which is RECONCILIATION_IN_PROGRESS'
);
select api.reconciliation_finish(id('run'), 1, true);
select lives_ok('select api.reconciliation_create(id(''admin''), day - 1, day - 1) from today', 'then it does not');
select throws_ok('select api.reconciliation_create(id(''admin''), day, day - 1) from today', 'MS400', 'VALIDATION_ERROR', 'backwards');
select throws_ok('select api.reconciliation_create(id(''admin''), day, day + 1) from today', 'MS400', 'VALIDATION_ERROR', 'in the future');
select throws_ok('select api.reconciliation_create(id(''admin''), day - 31, day) from today', 'MS400', 'VALIDATION_ERROR', 'too long');
select throws_ok('select api.reconciliation_create(id(''manager''), day, day) from today', 'MS403', 'FORBIDDEN', 'a manager may not');

-- side effects
select isnt_empty(
    $$select from audit.entries where entity_type = 'reconciliations' and action = 'INSERT' and actor_user_id = id('admin')$$, 'it is audited'
);

select * from finish();

rollback;
