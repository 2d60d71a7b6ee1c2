begin;
\ir ../fixture.psql
\ir seal.psql

select plan(1);

select is(
    audit.leaf_hash('\x0102', 'א'), sha256('\x000102d790'), 'a leaf is hashed with 0x00 and its salt in front, its text as UTF-8'
);

select * from finish();

rollback;
