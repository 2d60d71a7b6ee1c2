begin;
\ir ../fixture.psql

select plan(2);

select is(
    api.user_me(id('employee')) -> 'data' ->> 'email', 'employee@example.com', 'everybody sees their own user'
);
select throws_ok($$select api.user_me(-1)$$, 'MS401', 'UNAUTHORIZED', 'nobody sees none');

select * from finish();

rollback;
