begin;
\ir ../fixture.psql

select plan(2);

select isnt(store.session_start(id('customer'), sha256('a'), 60), null, 'gives the session''s id');
select is(
    (select expires_at from store.refresh_tokens where token_hash = sha256('a')), now() + interval '60 seconds',
    'the refresh token lives as long as it was given'
);

select * from finish();

rollback;
