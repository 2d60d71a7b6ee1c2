begin;
\ir ../fixture.psql

select plan(5);

-- happy path
select is(store.enter_read(id('manager'), 'MANAGER', 'ADMIN')::text, 'MANAGER', 'gives the role that the actor has');

-- errors
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
