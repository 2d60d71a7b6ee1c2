begin;
\ir ../fixture.psql

select plan(5);

insert into fixture select 'attempt', locked_attempt('customer');

select is(api.checkout_attempt_list(id('manager')) #>> '{data,0,id}', id('attempt')::text, 'a manager sees everybody''s attempts');
select is(api.checkout_attempt_list(id('manager'), 'LOCKED') #>> '{pagination,total}', '1', 'of one state');
select is(api.checkout_attempt_list(id('manager'), 'UNKNOWN') #>> '{pagination,total}', '0', 'and of no other');
select throws_ok($$select api.checkout_attempt_list(id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.checkout_attempt_list(-1)$$, 'MS401', 'UNAUTHORIZED', 'nobody may not');

select * from finish();

rollback;
