begin;
\ir ../fixture.psql
\ir seal.psql

select plan(5);

grant update, delete on all tables in schema audit to mami_owner;
insert into audit.entries (entity_type, action, created_at) select 'test', 'OLD', '2020-03-05' from generate_series(1, 4);
select audit.partitions_ensure();
delete from audit.checkpoints;
select seal();
select checkpoint();
select throws_like($$select audit.archive_drop('2020-03-01')$$, '%is in no archive, or was dropped before', 'what is in no archive stays');
select audit.archive_detach('2020-03-01', 'f', sha256('f'), 4, c.checkpoint_id) from audit.checkpoints as c;
select lives_ok($$select audit.archive_drop('2020-03-01')$$, 'a detached month can go');
select is(to_regclass('audit.entries_2020_03'), null, 'it is gone');
select throws_like($$select audit.archive_drop('2020-03-01')$$, '%is in no archive, or was dropped before', 'once');
select is((select count(*)::integer from audit.entries as e where e.action = 'AUDIT_ARCHIVE_DROPPED'), 1, 'and the log tells of it');

select * from finish();

rollback;
