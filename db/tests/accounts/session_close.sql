begin;
\ir ../fixture.psql

select plan(4);

select set_config('mami.session', store.session_start(id('customer'), sha256('a'), 3600)::text, true);
select set_config('fixture.other_session', store.session_start(id('customer'), sha256('b'), 3600)::text, true);

-- happy path
select lives_ok($$select api.session_close(id('customer'))$$, 'the current session is closed');
select is(
    (select end_reason from store.sessions where secret = current_setting('mami.session')::uuid), 'logout',
    'it has ended'
);
select is(
    (select ended_at from store.sessions where secret = current_setting('fixture.other_session')::uuid), null,
    'the user''s other sessions have not'
);

-- errors
select throws_ok($$select api.session_close(-1)$$, 'MS401', 'UNAUTHORIZED', 'nobody cannot log out');

select * from finish();

rollback;
