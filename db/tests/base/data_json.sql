begin;
\ir ../fixture.psql

select plan(2);

select is(store.data_json('{"a":1}')::text, '{"data":{"a":1}}', 'the body of an answer, without blanks');
select is(store.data_json(null)::text, '{"data":null}', 'nothing is null');

select * from finish();

rollback;
