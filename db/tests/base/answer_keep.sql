begin;
\ir ../fixture.psql

select plan(7);

create function tap.keep(p_person text, p_key text, p_function text default 'api.f') returns json
    language sql volatile
return api.answer_keep(tap.id(p_person), '{EMPLOYEE}', p_function, p_key, sha256('a'), '{"data" :  1}');

-- happy path
select is(keep('employee', 'k')::text, '{"data" :  1}', 'it gives the answer as it is');
select results_eq(
    'select user_id, idempotency_key, function_name, fingerprint, answer::text from store.kept_answers',
    $$values (id('employee'), 'k', 'api.f', sha256('a'), '{"data" :  1}')$$, 'and keeps it'
);
select lives_ok($$select keep('employee', 'k', 'api.g')$$, 'for each function by itself');

-- refusals
select throws_ok($$select keep('employee', 'k')$$, '23505', null, 'a key has one answer');
select throws_ok($$select keep('employee', '')$$, '23514', null, 'a key has a character at least');
select throws_ok($$select keep('employee', repeat('k', 256))$$, '23514', null, 'and 255 at the most');
select throws_ok($$select keep('manager', 'k')$$, 'MS403', 'FORBIDDEN', 'who may not call the function keeps no answer');

select * from finish();

rollback;
