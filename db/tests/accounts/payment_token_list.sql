begin;
\ir ../fixture.psql

select plan(5);

select lives_ok($$select api.payment_token_create(id('customer'), 'second', 'visa', '1111', 12, 2030, true)$$, 'a second one is the default');
select is(api.payment_token_list(id('customer')) #>> '{data,0,is_default}', 'true', 'the default comes first');
select is(api.payment_token_list(id('customer')) #>> '{pagination,total}', '2', 'only the actor''s own are listed');
select is(json_array_length(api.payment_token_list(id('customer'), 1, 1) -> 'data'), 1, 'page by page');
select throws_ok($$select api.payment_token_list(id('manager'))$$, 'MS403', 'FORBIDDEN', 'staff have none');

select * from finish();

rollback;
