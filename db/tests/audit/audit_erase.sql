begin;
\ir ../fixture.psql
\ir seal.psql

select plan(10);

update store.users set role = 'ADMIN' where user_id = id('manager');
select events(9);
create function tap.entry() returns bigint
    language sql stable
return (select e.audit_entry_id from audit.entries as e where e.action = 'TEST' and e.entity_id = 5 order by e.audit_entry_id desc limit 1);
select throws_ok($$select api.audit_erase(id('manager'), entry(), 'x')$$, 'MS409', 'AUDIT_ENTRY_NOT_SEALED', 'what is not sealed cannot be erased');
select seal();
select throws_ok($$select api.audit_erase(id('manager'), entry(), ' ')$$, 'MS400', 'VALIDATION_ERROR', 'it needs a reason');
select throws_ok($$select api.audit_erase(id('employee'), entry(), 'x')$$, 'MS403', 'FORBIDDEN', 'and an admin');
select throws_ok($$select api.audit_erase(id('manager'), -1, 'x')$$, 'MS404', 'AUDIT_ENTRY_NOT_FOUND', 'and an entry');
select lives_ok($$select api.audit_erase(id('manager'), entry(), 'order of a court')$$, 'then it is erased');
select is((select e.context from audit.entries as e where e.audit_entry_id = entry()), null, 'what it said is gone');
select is((select l.salt from audit.leaves as l where l.audit_entry_id = entry()), null, 'and the salt, so that nobody can guess it');
select is(
    (select e.context ->> 'reason' from audit.entries as e where e.action = 'AUDIT_ENTRY_ERASED' and e.entity_id = entry()), 'order of a court',
    'who and why stands in the log'
);
select results_eq(
    'select v.kind, v.is_broken, v.audit_entry_id, v.detail from api.audit_verify() as v',
    $$values ('ERASED', false, entry(), 'order of a court')$$, 'and verifying tells of it as no fault'
);
select is(has_table_privilege('mami_owner', 'audit.entries', 'update'), false, 'the owner of the log has no right to change it afterwards');

select * from finish();

rollback;
