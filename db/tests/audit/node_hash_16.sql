begin;
\ir ../fixture.psql
\ir seal.psql

select plan(2);

select is(
    audit.node_hash_16(h.hashes), mth(h.hashes), 'sixteen at once are what they are level by level'
)
from (select array_agg(sha256(int4send(i)) order by i) as hashes from generate_series(1, 16) as i) as h;
select is(
    audit.node_hash_16((select array_agg(sha256(int4send(i)) order by i) from generate_series(1, 15) as i)), null, 'of less there is none'
);

select * from finish();

rollback;
