begin;
\ir ../fixture.psql
\ir seal.psql

select plan(6);

grant update, delete on all tables in schema audit to mami_owner;
delete from audit.checkpoints;
select events(5);
select seal();
select is(checkpoint(), true, 'a checkpoint of the tree as it is is kept');
select is(checkpoint(), false, 'once');
select is(api.audit_checkpoint_add(3, api.audit_root(3), 'shop', 'n', '\x01'), false, 'a smaller one says nothing new');
select throws_ok(
    $$select api.audit_checkpoint_add(3, api.audit_root(4), 'shop', 'n', '\x01')$$, 'MS409', 'AUDIT_CHECKPOINT_REFUSED', 'another root is refused'
);
select throws_ok(
    $$select api.audit_checkpoint_add(1000000, sha256(''), 'shop', 'n', '\x01')$$, 'MS400', 'VALIDATION_ERROR', 'and so is a size to come'
);
select is((select count(*)::integer from audit.checkpoints), 1, 'so there is one');

select * from finish();

rollback;
