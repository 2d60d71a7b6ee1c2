begin;
\ir ../fixture.psql

select plan(4);

select is(api.user_role(id('customer')), 'CUSTOMER', 'the role of today');
update store.users set role = 'EMPLOYEE' where user_id = id('customer');
select is(api.user_role(id('customer')), 'EMPLOYEE', 'and not that of a moment ago');
update store.users set is_active = false where user_id = id('customer');
select throws_ok($$select api.user_role(id('customer'))$$, 'MS401', 'UNAUTHORIZED', 'who is switched off has none');
select throws_ok($$select api.user_role(-1)$$, 'MS401', 'UNAUTHORIZED', 'nobody has none');

select * from finish();

rollback;
