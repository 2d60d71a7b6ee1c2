begin;
\ir ../fixture.psql

select plan(9);

create function tap.recall(p_person text, p_key text, p_fingerprint bytea default sha256('a'), p_function text default 'api.f') returns json
    language sql volatile
return api.answer_recall(tap.id(p_person), '{EMPLOYEE,MANAGER}', p_function, p_key, p_fingerprint);

-- happy path
select is(recall('employee', 'k')::text, null, 'the first call finds nothing, and goes on');
select api.answer_keep(id('employee'), '{EMPLOYEE,MANAGER}', 'api.f', 'k', sha256('a'), '{"data" :  1}');
select is(recall('employee', 'k')::text, '{"data" :  1}', 'the next one gets its answer, byte for byte');
select is(recall('manager', 'k')::text, null, 'a key is its user''s');
select is(recall('employee', 'k', p_function => 'api.g')::text, null, 'and stands for one call of one function');
select is(recall('employee', 'K')::text, null, 'capitals are other letters');

-- refusals
select throws_ok($$select recall('employee', 'k', sha256('b'))$$, 'MS422', 'IDEMPOTENCY_KEY_REUSED', 'another request is refused');
select throws_ok($$select recall('customer', 'k')$$, 'MS403', 'FORBIDDEN', 'who may not call the function gets no answer of it');
update store.users set is_active = false where user_id = id('employee');
select throws_ok($$select recall('employee', 'k')$$, 'MS401', 'UNAUTHORIZED', 'nor who has been deactivated');

-- side effects
select is((select count(*)::integer from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and granted) > 0, true, 'the key is locked until the transaction ends');

select * from finish();

rollback;
