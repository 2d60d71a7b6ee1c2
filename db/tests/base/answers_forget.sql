begin;
\ir ../fixture.psql

select plan(5);

select api.answer_keep(id('employee'), '{EMPLOYEE}', 'api.f', k, sha256('a'), '{}') from unnest('{a,b,c}'::text[]) as k;

-- not before its time
update store.kept_answers set created_at = clock_timestamp() - interval '71 hours 59 minutes';
select is_empty('select * from api.answers_forget(10)', 'an answer is kept for 72 hours');

-- after it
update store.kept_answers set created_at = clock_timestamp() - interval '72 hours 1 second' where idempotency_key <> 'b';
select is((select count(*)::integer from api.answers_forget(1)), 1, 'then it is forgotten, so many at a time');
select is((select count(*)::integer from api.answers_forget(10)), 1, 'until all are');
select results_eq('select idempotency_key from store.kept_answers', $$values ('b')$$, 'and no other');
select is(
    api.answer_recall(id('employee'), '{EMPLOYEE}', 'api.f', 'a', sha256('another request'))::text, null, 'the key is free'
);

select * from finish();

rollback;
