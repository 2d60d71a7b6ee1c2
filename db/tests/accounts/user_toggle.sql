begin;
\ir ../fixture.psql

select plan(13);

insert into fixture
select 'admin', u.user_id from (select nextval(pg_get_serial_sequence('store.users', 'user_id')) as user_id) as u;
insert into store.users (user_id, email, password_hash, full_name, role)
overriding system value
values (id('admin'), 'admin@example.com', '$scrypt-sha256$admin', 'Admin', 'ADMIN');
select store.session_start(id('customer'), sha256('one'), 60), store.session_start(id('customer'), sha256('two'), 60);
select store.session_start(id('other'), sha256('three'), 60);

-- happy path
select is(
    api.user_toggle(id('manager'), id('customer'), false)::jsonb -> 'data' ->> 'is_active', 'false', 'a customer is switched off'
);
select throws_ok($$select api.cart_get(id('customer'))$$, 'MS401', 'UNAUTHORIZED', 'which acts on the very next call');
select is(
    (select count(*) from store.sessions as s where s.user_id = id('customer') and s.end_reason = 'deactivated'), 2::bigint,
    'all sessions of the customer have ended'
);
select is(
    (select count(*) from store.sessions as s where s.user_id = id('other') and s.ended_at is null), 1::bigint, 'and nobody else''s'
);
-- A DBA switched him off by hand, or somebody logged in at the same moment.
insert into store.sessions (user_id) values (id('customer'));
select is(
    api.user_toggle(id('manager'), id('customer'), true)::jsonb -> 'data' ->> 'is_active', 'true', 'and on again'
);
select is(
    (select count(*) from store.sessions as s where s.user_id = id('customer') and s.ended_at is null), 0::bigint,
    'whereby no session comes back'
);

-- refusals
select throws_ok(
    $$select api.user_toggle(id('manager'), id('manager'), false)$$, 'MS403', 'CANNOT_MODIFY_SELF', 'nobody switches themself off'
);
select lives_ok($$select api.user_toggle(id('manager'), id('manager'), true)$$, 'though what one is already may be said');
select throws_ok(
    $$select api.user_toggle(id('manager'), id('admin'), false)$$, 'MS403', 'FORBIDDEN', 'a manager does not switch off an admin'
);
select throws_ok($$select api.user_toggle(id('admin'), -1, false)$$, 'MS404', 'USER_NOT_FOUND', 'who is not there is not found');
select throws_ok($$select api.user_toggle(id('employee'), id('customer'), false)$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.user_toggle(id('customer'), id('other'), false)$$, 'MS403', 'FORBIDDEN', 'nor a customer');

-- side effects
select results_eq(
    $$
        select e.old_value -> 'is_active', e.new_value -> 'is_active', e.actor_user_id, e.subject_user_id
        from audit.entries as e
        where e.entity_type = 'users' and e.entity_id = id('customer') and e.source = 'api.user_toggle'
        order by e.audit_entry_id
    $$,
    $$values ('true'::jsonb, 'false'::jsonb, id('manager'), id('customer')), ('false', 'true', id('manager'), id('customer'))$$,
    'the log knows who did it, and to whom'
);

select * from finish();

rollback;
