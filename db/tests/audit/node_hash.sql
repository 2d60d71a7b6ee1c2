begin;
\ir ../fixture.psql
\ir seal.psql

select plan(1);

select is(audit.node_hash('\x0a', '\x0b'), sha256('\x010a0b'), 'two subtrees are hashed with 0x01 in front');

select * from finish();

rollback;
