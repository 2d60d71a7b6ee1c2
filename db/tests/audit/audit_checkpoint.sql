begin;
\ir ../fixture.psql
\ir seal.psql

select plan(6);

grant update, delete on all tables in schema audit to mami_owner;
delete from audit.checkpoints;
update store.users set role = 'ADMIN' where user_id = id('manager');
select throws_ok($$select api.audit_checkpoint(id('manager'))$$, 'MS404', 'AUDIT_CHECKPOINT_NOT_FOUND', 'there may be none yet');
select seal();
select checkpoint();
select is(
    (api.audit_checkpoint(id('manager')) -> 'data' ->> 'size')::bigint, (select s.size from audit.seal_state as s), 'the newest checkpoint'
);
select matches(api.audit_checkpoint(id('manager')) -> 'data' ->> 'public_key', '^shop\+[0-9a-f]{8}\+AQcHBwc', 'with the key that verifies it');
select throws_ok($$select api.audit_checkpoint(id('customer'))$$, 'MS403', 'FORBIDDEN', 'for admins');
select throws_ok('select api.audit_checkpoint(0)', 'MS401', 'UNAUTHORIZED', 'who are known');
select is(
    (select count(*)::integer from audit.entries as e where e.action = 'AUDIT_CHECKPOINT_READ' and e.actor_user_id = id('manager')), 2,
    'whose questions are in the log'
);

select * from finish();

rollback;
