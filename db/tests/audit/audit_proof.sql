begin;
\ir ../fixture.psql
\ir seal.psql

select plan(10);

grant update, delete on all tables in schema audit to mami_owner;
update store.users set role = 'ADMIN' where user_id = id('manager');
delete from audit.checkpoints;
select events(30);
select throws_ok(
    $$select api.audit_proof(id('manager'), max(e.audit_entry_id)) from audit.entries as e$$, 'MS409', 'AUDIT_ENTRY_NOT_SEALED', 'first it is sealed'
);
select seal();
create temporary table proof on commit drop as
select api.audit_proof(id('manager'), e.audit_entry_id) -> 'data' as body, e.audit_entry_id from audit.entries as e where e.context @> '{"n": 17}';
select is(
    audit.leaf_hash(decode(p.body ->> 'salt', 'base64'), p.body ->> 'entry'), decode(p.body ->> 'leaf_hash', 'base64'),
    'salt and entry give the hash of the leaf'
)
from proof as p;
select is(
    array(select decode(h, 'base64') from json_array_elements_text(p.body -> 'path') as h),
    api.audit_inclusion((p.body ->> 'leaf_index')::bigint, (p.body ->> 'tree_size')::bigint), 'the path leads to the root'
)
from proof as p;
select is(p.body ->> 'checkpoint', null, 'of the tree as it is, while nobody has signed one') from proof as p;
select checkpoint();
select events(3);
select seal();
select is(
    api.audit_proof(id('manager'), p.audit_entry_id) -> 'data' ->> 'checkpoint', (select c.note from audit.checkpoints as c),
    'or of the newest checkpoint that covers it'
)
from proof as p;
select api.audit_erase(id('manager'), p.audit_entry_id, 'asked for it') from proof as p;
select is(api.audit_proof(id('manager'), p.audit_entry_id) -> 'data' ->> 'entry', null, 'of an erased one the hash alone is left') from proof as p;
select throws_ok($$select api.audit_proof(id('manager'), -1)$$, 'MS404', 'AUDIT_ENTRY_NOT_FOUND', 'what is not there has no proof');
select throws_ok($$select api.audit_proof(id('employee'), 1)$$, 'MS403', 'FORBIDDEN', 'it is for admins');
select throws_ok($$select api.audit_proof(0, 1)$$, 'MS401', 'UNAUTHORIZED', 'who are known');
select is((select count(*)::integer from audit.entries as e where e.action = 'AUDIT_PROOF_READ'), 3, 'and each question is in the log');

select * from finish();

rollback;
