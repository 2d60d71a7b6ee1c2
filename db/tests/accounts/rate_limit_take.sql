begin;
\ir ../fixture.psql

select plan(8);

-- happy path
select is(api.rate_limit_take('login', '192.0.2.1', 2, 'a@example.com', 9), 0, 'the first call goes');
select is(api.rate_limit_take('login', '192.0.2.1', 2, 'b@example.com', 9), 0, 'so does the second');

-- errors
select cmp_ok(
    api.rate_limit_take('login', '192.0.2.1', 2, 'c@example.com', 9), '>', 0, 'the third of the address has to wait'
);
select is(api.rate_limit_take('login', '192.0.2.2', 2, 'd@example.com', 1), 0, 'another address goes');
select cmp_ok(
    api.rate_limit_take('login', '192.0.2.3', 2, 'D@example.com', 1), '<=', 60,
    'an e-mail has a limit of its own, from any address and in any case'
);
select is(api.rate_limit_take('register', '192.0.2.1', 2, null, 1), 0, 'each scope counts for itself');

-- side effects
update store.rate_limits set window_starts_at = window_starts_at - interval '61 seconds';
select is(api.rate_limit_take('login', '192.0.2.1', 2, 'a@example.com', 9), 0, 'after a minute it goes again');
select is_empty($$select 1 from store.rate_limits where bucket like '%example%'$$, 'no e-mail is kept');

select * from finish();

rollback;
