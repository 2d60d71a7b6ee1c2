begin;
\ir ../fixture.psql

select plan(9);

select store.session_start(id('customer'), sha256('first'), 3600);

-- happy path
select results_eq(
    $$select error_code, user_id, role from api.session_refresh(sha256('first'), sha256('second'), 3600)$$,
    $$values (null::text, id('customer'), 'CUSTOMER')$$,
    'a refresh token is spent for a new one'
);
select is(
    (select error_code from api.session_refresh(sha256('second'), sha256('third'), 3600)), null, 'the new one works'
);

-- errors
select is(
    (select error_code from api.session_refresh(sha256('unknown'), sha256('x'), 3600)), 'INVALID_TOKEN',
    'an unknown token is not valid'
);
select is(
    (select error_code from api.session_refresh(sha256('first'), sha256('x'), 3600)), 'TOKEN_REUSED',
    'a spent token that comes back is told'
);
select is(
    (select error_code from api.session_refresh(sha256('third'), sha256('x'), 3600)), 'INVALID_TOKEN',
    'and ends the whole family'
);
select store.session_start(id('other'), sha256('short'), -1);
select is(
    (select error_code from api.session_refresh(sha256('short'), sha256('x'), 3600)), 'INVALID_TOKEN',
    'an expired token is not valid'
);
select store.session_start(id('other'), sha256('inactive'), 3600);
update store.users set is_active = false where user_id = id('other');
select is(
    (select error_code from api.session_refresh(sha256('inactive'), sha256('x'), 3600)), 'INVALID_TOKEN',
    'nor is one of a deactivated user'
);

-- side effects
select is(
    (select end_reason from store.sessions where user_id = id('customer')), 'refresh token reused', 'the session has ended'
);
select is(
    (select count(*)::integer from audit.entries where action = 'REFRESH_REUSED'), 1, 'the reuse is in the audit log'
);

select * from finish();

rollback;
