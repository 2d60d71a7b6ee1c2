begin;
\ir ../fixture.psql
\ir seal.psql

select plan(3);

grant update, delete on all tables in schema audit to mami_owner;
select events(300);
select seal();
select is_empty(
    $$select n from generate_series(0, 300, 7) as n where audit.range_hash(0, n) is distinct from mth(leaves(0, n))$$,
    'the hash of the first leaves, however many'
);
select is(audit.range_hash(256, 300), mth(leaves(256, 300)), 'and of a part behind a split');
delete from audit.leaves where leaf_index = 299;
select is(audit.range_hash(256, 300), null, 'null when a leaf is missing');

select * from finish();

rollback;
