begin;
\ir ../fixture.psql

select plan(10);

with made as (
    insert into store.users (email, password_hash, full_name, role)
    values ('ada@example.com', '$scrypt-sha256$a', 'Ada', 'ADMIN') returning user_id
)
insert into fixture select 'admin', user_id from made;
insert into store.sessions (user_id) select f.id from fixture as f where f.name in ('customer', 'other', 'manager', 'admin');
insert into store.sessions (user_id) select f.id from fixture as f where f.name = 'customer';

create function tap.open_sessions(p_name text) returns bigint
    language sql stable
return (select count(*) from store.sessions as s where s.user_id = tap.id(p_name) and s.ended_at is null);

-- happy path
select lives_ok($$select api.user_sessions_end(id('manager'), id('customer'))$$, 'a manager ends the sessions of a customer');
select is(open_sessions('customer'), 0::bigint, 'all of them');
select is(open_sessions('other'), 1::bigint, 'and nobody else''s');
select lives_ok($$select api.user_sessions_end(id('manager'), id('manager'))$$, 'one''s own may be ended');
select lives_ok($$select api.user_sessions_end(id('admin'), id('manager'))$$, 'a manager''s are an admin''s to end');

-- refusals
select throws_ok(
    $$select api.user_sessions_end(id('manager'), id('admin'))$$, 'MS403', 'FORBIDDEN', 'and an admin''s not a manager''s'
);
select throws_ok($$select api.user_sessions_end(id('admin'), -1)$$, 'MS404', 'USER_NOT_FOUND', 'who is not there is not found');
select throws_ok($$select api.user_sessions_end(id('employee'), id('other'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.user_sessions_end(id('other'), id('other'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

-- side effects
select is(
    (
        select count(*)
        from audit.entries as e
        where e.entity_type = 'sessions'
            and e.action = 'UPDATE'
            and e.source = 'api.user_sessions_end'
            and e.actor_user_id = id('manager')
            and e.subject_user_id = id('customer')
    ),
    2::bigint, 'the log knows who ended whose'
);

select * from finish();

rollback;
