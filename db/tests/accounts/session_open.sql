begin;
\ir ../fixture.psql

select plan(10);

-- The SHA-256 of 'proof', as a PHC string has it: base 64 without padding.
update store.users
set password_hash = '$scrypt-sha256$ln=15,r=8,p=1$c2FsdA$' || rtrim(encode(sha256('proof'), 'base64'), '=')
where user_id in (id('customer'), id('other'));

-- happy path
create temporary table opened as
select * from api.session_open('CUSTOMER@example.com', 'proof', sha256('a'), 60);
select results_eq(
    $$
        select o.error_code, o.user_id, o.role, o.user_json ->> 'email', o.session_secret = s.secret
        from opened as o
        join store.sessions as s on s.user_id = o.user_id
    $$,
    $$values (null::text, id('customer'), 'CUSTOMER', 'customer@example.com', true)$$,
    'who proves the password has a session'
);

-- errors
select is(
    (select error_code from api.session_open('customer@example.com', 'guess', sha256('b'), 60)), 'INVALID_CREDENTIALS',
    'a wrong proof is refused'
);
select is(
    (select error_code from api.session_open('customer@example.com', sha256('proof'), sha256('b'), 60)), 'INVALID_CREDENTIALS',
    'so is what the database keeps: who reads it cannot log in by it'
);
select is(
    (select error_code from api.session_open('customer@example.com', null, sha256('b'), 60)), 'INVALID_CREDENTIALS', 'so is none'
);
select is(
    (select error_code from api.session_open('my secret password', 'proof', sha256('b'), 60)), 'INVALID_CREDENTIALS',
    'so is an unknown e-mail'
);
update store.users set is_active = false where user_id = id('other');
select is(
    (select error_code from api.session_open('other@example.com', 'proof', sha256('b'), 60)), 'INVALID_CREDENTIALS',
    'so is a deactivated user'
);

-- side effects
select is(
    (select actor_user_id from audit.entries where entity_type = 'sessions'), id('customer'), 'the session is audited as the user''s'
);
select results_eq(
    $$select entity_id, count(*)::integer from audit.entries where action = 'LOGIN_FAILED' group by entity_id order by entity_id$$,
    $$values (id('customer'), 3), (id('other'), 1), (null::bigint, 1)$$,
    'each refusal at its user, or at none'
);
select is_empty(
    $$select 1 from audit.entries as e where e.action = 'LOGIN_FAILED' and to_jsonb(e)::text like '%secret%'$$,
    'what was typed is not kept'
);
select is_empty(
    $$
        select 1
        from audit.entries as e
        join store.sessions as s on to_jsonb(e)::text like '%' || s.secret || '%'
    $$,
    'nor is a session''s secret'
);

select * from finish();

rollback;
