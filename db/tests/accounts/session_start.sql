begin;
\ir ../fixture.psql

select plan(4);

select set_config('fixture.secret', store.session_start(id('customer'), sha256('a'), 60)::text, true);
select is(
    current_setting('fixture.secret')::uuid,
    (select secret from store.sessions where user_id = id('customer')),
    'gives the session''s secret'
);
select is(
    (select expires_at from store.refresh_tokens where token_hash = sha256('a')), now() + interval '60 seconds',
    'the refresh token lives as long as it was given'
);

select throws_ok(
    $$select store.session_start(id('customer'), sha256('b'), 367 * 86400)$$, '23514', null,
    'but no token lives longer than a year, whoever asks for it'
);
select is(
    (select count(distinct secret)::integer from (select store.session_start(id('other'), sha256(n::text::bytea), 60) from generate_series(1, 3) as n) as s (secret)),
    3, 'each session has a secret of its own'
);

select * from finish();

rollback;
