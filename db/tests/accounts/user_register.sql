begin;
\ir ../fixture.psql

select plan(6);

-- happy path
create temporary table registered as
select * from api.user_register('New@Example.com', '$scrypt-sha256$x', 'New', null, sha256('token'), 3600);
select is((select role from registered), 'CUSTOMER', 'the role is always CUSTOMER');
select is((select user_json ->> 'email' from registered), 'New@Example.com', 'the user is shown as it was entered');

-- errors
select throws_ok(
    $$select * from api.user_register('nEW@example.COM', '$scrypt-sha256$x', 'New', null, sha256('other'), 3600)$$,
    'MS409', 'USER_EXISTS', 'the same e-mail in another case exists already'
);

-- side effects
select is(
    (select count(*)::integer from store.sessions as s join registered as r on r.session_secret = s.secret), 1,
    'a session is open'
);
select is(
    (
        select t.token_hash
        from store.refresh_tokens as t
        join store.sessions as s on s.session_id = t.session_id
        join registered as r on r.session_secret = s.secret
    ), sha256('token'),
    'with the refresh token''s hash'
);
select is(
    (select context ->> 'actor' from audit.entries where entity_type = 'users' and new_value ->> 'email' = 'New@Example.com'),
    'anonymous', 'the audit log knows that nobody was logged in'
);

select * from finish();

rollback;
