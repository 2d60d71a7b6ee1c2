begin;
\ir ../fixture.psql

select plan(8);

select lives_ok(
    $$
        insert into store.users (email, password_hash, full_name)
        values ('a@example.com', '$scrypt-sha256$secret', 'A'), ('b@example.com', '$scrypt-sha256$secret', 'B')
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

insert into fixture select 'attempt', locked_attempt('customer');
select results_eq(
    $$
        select entity_id, entity_key from audit.entries
        where entity_type = 'checkout_lines' and action = 'INSERT'
        order by (entity_key ->> 'product_id')::bigint
    $$,
    $$
        select l.checkout_attempt_id, jsonb_build_object('checkout_attempt_id', l.checkout_attempt_id, 'product_id', l.product_id)
        from store.checkout_lines as l
        where l.checkout_attempt_id = id('attempt')
        order by l.product_id
    $$,
    'a row with a key of two columns carries both'
);
select is(
    (select entity_key from audit.entries where new_value ->> 'email' = 'a@example.com'), null,
    'entity_id alone is a key of one column'
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
