begin;
\ir ../fixture.psql
\ir seal.psql

select plan(4);

select events(40);
select seal();
select is(api.audit_root(0), sha256(''), 'the root of nothing');
select is(api.audit_root(s.size), mth(leaves(0, s.size)), 'the root of all of it') from audit.seal_state as s;
select is(api.audit_root(37), mth(leaves(0, 37)), 'the root that it had before');
select throws_ok('select api.audit_root(s.size + 1) from audit.seal_state as s', 'MS400', 'VALIDATION_ERROR', 'not the one that it will have');

select * from finish();

rollback;
