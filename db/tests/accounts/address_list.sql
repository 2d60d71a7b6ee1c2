begin;
\ir ../fixture.psql

select plan(5);

select lives_ok($$select api.address_create(id('customer'), 'second', 'Haifa', null, null, null, null, true)$$, 'a second one is the default');
select is(api.address_list(id('customer')) #>> '{data,0,is_default}', 'true', 'the default comes first');
select is(api.address_list(id('customer')) #>> '{pagination,total}', '2', 'only the actor''s own are listed');
select is(json_array_length(api.address_list(id('customer'), 1, 1) -> 'data'), 1, 'page by page');
select throws_ok($$select api.address_list(-1)$$, 'MS401', 'UNAUTHORIZED', 'nobody has none');

select * from finish();

rollback;
