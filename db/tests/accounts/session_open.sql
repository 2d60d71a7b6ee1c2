begin;
\ir ../fixture.psql

select plan(3);

-- happy path
select is(
    (select user_id from api.session_open(id('manager'), sha256('a'), 60)), id('manager'), 'a session is opened for the user'
);

-- errors
update store.users set is_active = false where user_id = id('customer');
select throws_ok(
    $$select * from api.session_open(id('customer'), sha256('b'), 60)$$, 'MS401', 'INVALID_CREDENTIALS',
    'a user who was deactivated since the password was checked gets none'
);

-- side effects
select is(
    (select actor_user_id from audit.entries where entity_type = 'sessions'), id('manager'), 'the session is audited as the user''s'
);

select * from finish();

rollback;
