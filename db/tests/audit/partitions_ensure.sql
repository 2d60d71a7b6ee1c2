begin;
\ir ../fixture.psql

select plan(10);

-- happy path
select is(audit.partitions_ensure(), 0, 'after the migrator''s call there is nothing to make');
select is(audit.partitions_ensure(14), 2, 'months further ahead are made');
select is(audit.partitions_ensure(14), 0, 'once');

-- side effects
insert into audit.entries (entity_type, action, created_at) values ('test', 'LATE', now() + interval '20 months');
select is(
    (select tableoid::regclass::text from audit.entries where action = 'LATE'), 'audit.entries_default',
    'a row of a month without a partition is kept'
);
select ok(audit.partitions_ensure(22) > 0, 'when the month is made');
select matches(
    (select tableoid::regclass::text from audit.entries where action = 'LATE'), '^audit\.entries_20', 'its rows move into it'
);
select is((select count(*)::integer from audit.entries where action = 'LATE'), 1, 'and none is lost or doubled');

-- a month in which nobody made partitions
insert into audit.entries (entity_type, action, created_at)
values ('test', 'FORGOTTEN', now() - interval '40 months'), ('test', 'FORGOTTEN', now() - interval '38 months');
select is(audit.partitions_ensure(), 2, 'months that are over and have rows in the default partition are made too');
select results_eq(
    $$select count(distinct tableoid)::integer, bool_or(tableoid = 'audit.entries_default'::regclass) from audit.entries where action = 'FORGOTTEN'$$,
    'values (2, false)', 'and get their rows'
);
select is((select count(*)::integer from audit.entries_default), 0, 'so that none is left there');

select * from finish();

rollback;
