begin;
\ir ../fixture.psql
\ir seal.psql

select plan(4);

grant update, delete on all tables in schema audit to mami_owner;
delete from audit.checkpoints;
select events(5);
select seal();
select is(h.root, api.audit_root(h.size), 'the root of what is sealed') from api.audit_tree_head() as h;
select is(h.checkpoint_note, null, 'there may be no checkpoint') from api.audit_tree_head() as h;
select checkpoint();
update audit.checkpoints set created_at = clock_timestamp() - interval '90 seconds';
select is(h.checkpoint_note, 'shop' || e'\n' || h.size, 'or the newest one') from api.audit_tree_head() as h;
select ok(h.checkpoint_seconds between 90 and 95, 'with its age') from api.audit_tree_head() as h;

select * from finish();

rollback;
