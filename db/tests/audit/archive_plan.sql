begin;
\ir ../fixture.psql
\ir seal.psql

select plan(6);

grant update, delete on all tables in schema audit to mami_owner;
insert into audit.entries (entity_type, action, created_at) select 'test', 'OLD', '2020-03-05' from generate_series(1, 4);
select audit.partitions_ensure();
select throws_like($$select audit.archive_plan('2020-03-01')$$, '%4 of its entries are below no signed checkpoint yet', 'first all of it is sealed');
delete from audit.checkpoints;
select seal();
select checkpoint();
select results_eq(
    $$select p.rows, p.size, p.note from audit.archive_plan('2020-03-01') as p$$,
    $$select 4::bigint, c.size, c.note from audit.checkpoints as c$$, 'then it can go, under the newest checkpoint'
);
select throws_like($$select audit.archive_plan('2020-03-02')$$, '%named by its first day', 'a month is named by its first day');
select throws_like($$select audit.archive_plan(date_trunc('month', now())::date)$$, '%is not over', 'this month stays');
select throws_like($$select audit.archive_plan('2019-03-01')$$, '%has no partition', 'and so does what was never there');
delete from audit.checkpoints;
delete from audit.leaves;
delete from audit.entries_default;
select throws_like($$select audit.archive_plan('2020-03-01')$$, '2020-03 cannot%', 'without a checkpoint nothing goes');

select * from finish();

rollback;
