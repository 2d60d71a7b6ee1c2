begin;
\ir ../fixture.psql

select plan(2);

select is(audit.entity_key('{"a": 1, "b": 2}', '{a}'), null, 'a key of one column needs no more than that');
select is(audit.entity_key('{"a": 1, "b": 2, "c": 3}', '{a,b}'), '{"a": 1, "b": 2}', 'a key of several is all of them');

select * from finish();

rollback;
