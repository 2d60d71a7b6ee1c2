begin;
\ir ../fixture.psql
\ir seal.psql

select plan(7);

grant update, delete on all tables in schema audit to mami_owner;
insert into audit.entries (entity_type, action, created_at) select 'test', 'OLD', '2020-03-05' from generate_series(1, 4);
select audit.partitions_ensure();
delete from audit.checkpoints;
select seal();
select checkpoint();
select throws_like(
    $$select audit.archive_detach('2020-03-01', 'f', sha256('f'), 5, c.checkpoint_id) from audit.checkpoints as c$$, '%has 4 entries, and the file 5',
    'a file that has not all of it does not count'
);
select is((select count(*)::integer from audit.entries as e where e.action = 'OLD'), 4, 'and nothing has happened');
select lives_ok(
    $$select audit.archive_detach('2020-03-01', 'f', sha256('f'), 4, c.checkpoint_id) from audit.checkpoints as c$$, 'one that has lets the month go'
);
select is((select count(*)::integer from audit.entries as e where e.action = 'OLD'), 0, 'it is not in the log any more');
select is((select count(*)::integer from audit.entries_2020_03), 4, 'and still there');
select results_eq(
    $$select e.context ->> 'month', e.context ->> 'sha256' from audit.entries as e where e.action = 'AUDIT_ARCHIVED'$$,
    $$values ('2020-03', encode(sha256('f'), 'hex'))$$, 'which the log tells'
);
select results_eq(
    'select v.kind, v.is_broken, v.entries, v.detail from api.audit_verify() as v where not v.is_broken',
    $$values ('ARCHIVED', false, 4::bigint, 'its month is in f, which was not read')$$, 'and verifying too'
);

select * from finish();

rollback;
