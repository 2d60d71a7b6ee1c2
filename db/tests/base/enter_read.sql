begin;
\ir ../fixture.psql

select plan(12);

-- happy path
select is(store.enter_read(id('manager'), 'MANAGER', 'ADMIN')::text, 'MANAGER', 'gives the role that the actor has');

insert into store.sessions (user_id) values (id('customer')), (id('other'));
select set_config('mami.session', (select secret::text from store.sessions where user_id = id('customer')), true);
select through_gateway_is(
    format('select api.user_me(%s)', id('customer')), 'ok', 'through the gateway, the actor comes with a session'
);

-- errors
select through_gateway_is(
    format('select api.user_me(%s)', id('other')), 'UNAUTHORIZED', 'somebody else''s session is none'
);
update store.sessions set ended_at = now(), end_reason = 'logout' where user_id = id('customer');
select through_gateway_is(
    format('select api.user_me(%s)', id('customer')), 'UNAUTHORIZED', 'nor is one that has ended'
);
select set_config('mami.session', '', true);
select through_gateway_is(
    format('select api.user_me(%s)', id('customer')), 'UNAUTHORIZED', 'and without one nobody enters'
);

-- other logins: a second gateway, and a person's
do $$
begin
    if (select r.rolsuper from pg_roles as r where r.rolname = session_user) then
        create role tap_second_gateway login in role mami_gateway;
        create role tap_person login in role mami_operator;
    end if;
end;
$$;
select through_gateway_is(
    format('select api.user_me(%s)', id('customer')), 'UNAUTHORIZED', 'whatever the gateway''s login is called', 'tap_second_gateway'
);
select set_config('mami.session', (select secret::text from store.sessions where user_id = id('other')), true);
select through_gateway_is(format('select api.user_me(%s)', id('other')), 'ok', 'with a session it may', 'tap_second_gateway');
select set_config('mami.session', '', true);
select through_gateway_is(
    format('select api.user_me(%s)', id('other')), 'ok', 'a person who has logged in to the database needs none', 'tap_person'
);

select throws_ok(
    $$select store.enter_read(id('customer'), 'MANAGER')$$, 'MS403', 'FORBIDDEN', 'a role that is not named is refused'
);
select throws_ok(
    $$select store.enter_read(-1, 'CUSTOMER')$$, 'MS401', 'UNAUTHORIZED', 'an unknown actor is refused'
);
update store.users set is_active = false where user_id = id('customer');
select throws_ok(
    $$select store.enter_read(id('customer'), 'CUSTOMER')$$, 'MS401', 'UNAUTHORIZED',
    'a deactivated actor is refused at once'
);

-- side effects
select is(
    nullif(current_setting('mami.actor', true), ''), null, 'reading does not name an actor for the audit log'
);

select * from finish();

rollback;
