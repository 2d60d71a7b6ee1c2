begin;
\ir ../fixture.psql

select plan(6);

-- happy path
select is(
    api.user_get(id('manager'), id('customer'))::jsonb, api.user_me(id('customer'))::jsonb, 'a manager sees the user that the user sees'
);
select is(
    api.user_get(id('manager'), id('manager'))::jsonb -> 'data' ->> 'role', 'MANAGER', 'and whoever else there is'
);

-- refusals
select throws_ok($$select api.user_get(id('manager'), -1)$$, 'MS404', 'USER_NOT_FOUND', 'who is not there is not found');
select throws_ok($$select api.user_get(id('customer'), id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not look, not even at himself');
select throws_ok($$select api.user_get(id('employee'), id('customer'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.user_get(-1, id('customer'))$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
