begin;
\ir ../fixture.psql

select plan(12);

-- happy path
select is(api.rate_limit_take('login', '192.0.2.1', 2, 'a@example.com', 9), 0, 'the first call goes');
select is(api.rate_limit_take('login', '192.0.2.1', 2, 'b@example.com', 9), 0, 'so does the second');

-- errors
select cmp_ok(
    api.rate_limit_take('login', '192.0.2.1', 2, 'c@example.com', 9), '>', 0, 'the third of the address has to wait'
);
select is(api.rate_limit_take('login', '192.0.2.2', 9, 'd@example.com', 1), 0, 'another address goes');
select cmp_ok(
    api.rate_limit_take('login', '192.0.2.2', 9, 'D@example.com', 1), '>', 0,
    'an e-mail has a limit of its own at an address, in any case'
);
select is(
    api.rate_limit_take('login', '192.0.2.3', 9, 'd@example.com', 1), 0, 'whose owner is not kept out at another'
);
select results_eq(
    $$
        select count(*) filter (where api.rate_limit_take('login', '198.51.100.' || n, 9, 'e@example.com', 1) = 0)
        from generate_series(1, 30) as n
    $$,
    $$values (10::bigint)$$, 'many addresses together have ten times the limit'
);
select is(api.rate_limit_take('register', '192.0.2.1', 2, null, 1), 0, 'each scope counts for itself');

-- side effects
update store.rate_limits set window_starts_at = window_starts_at - interval '61 seconds';
select is(api.rate_limit_take('login', '192.0.2.1', 2, 'a@example.com', 9), 0, 'after a minute it goes again');
select is(
    (
        select count(*)
        from (select api.rate_limit_take('login', '203.0.113.1', 1, n || '@example.com', 9) from generate_series(1, 100) as n) as c
    ),
    100::bigint, 'a hundred calls of one address'
);
select cmp_ok(
    (select count(*) from store.rate_limits as r where r.window_starts_at > clock_timestamp() - interval '1 minute'), '<', 60::bigint,
    'make no row each when they are refused'
);
select is_empty($$select 1 from store.rate_limits where bucket like '%example%'$$, 'no e-mail is kept');

select * from finish();

rollback;
