begin;
\ir ../fixture.psql

select plan(6);

select lives_ok(
    $$
        insert into store.users (email, password_hash, full_name)
        values ('a@example.com', '$scrypt$secret', 'A'), ('b@example.com', '$scrypt$secret', 'B')
    $$,
    'two rows are inserted by hand'
);
select is(
    (select count(*)::integer from audit.entries where entity_type = 'users' and new_value ->> 'email' in ('a@example.com', 'b@example.com')),
    2, 'each row has its audit row'
);
select is_empty(
    $$select 1 from audit.entries where entity_type = 'users' and new_value::text like '%scrypt%'$$,
    'without the password hash'
);
select is(
    (select db_user from audit.entries where new_value ->> 'email' = 'a@example.com'), session_user::text,
    'a change by hand carries the database user'
);
select is(
    (select source from audit.entries where new_value ->> 'email' = 'a@example.com'), null, 'and no function'
);

grant usage on schema store to mami_gateway;
grant insert on store.categories to mami_gateway;
select set_config('mami.actor', '', true);
select through_gateway_is(
    'insert into store.categories (name) values (''new'')', 'audit: the gateway writes without an actor',
    'the gateway changes nothing in nobody''s name'
);

select * from finish();

rollback;
