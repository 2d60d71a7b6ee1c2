begin;
\ir ../fixture.psql
\ir seal.psql

select plan(1);

select results_eq(
    'select audit.split_of(n) from unnest(array[2, 3, 4, 5, 8, 9, 1000000]) with ordinality as x (n, place) order by place',
    array[1, 2, 2, 4, 4, 8, 524288]::bigint[],
    'a tree is split at the greatest power of two below its size'
);

select * from finish();

rollback;
