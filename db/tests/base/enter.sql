begin;
\ir ../fixture.psql

select plan(4);

-- happy path
select is(store.enter(id('customer'), 'CUSTOMER')::text, 'CUSTOMER', 'gives the role that the actor has');

-- errors
select throws_ok($$select store.enter(id('customer'), 'ADMIN')$$, 'MS403', 'FORBIDDEN', 'another role is refused');
select throws_ok($$select store.enter(-1, 'ADMIN')$$, 'MS401', 'UNAUTHORIZED', 'an unknown actor is refused');

-- side effects
select is(
    current_setting('mami.actor'), id('customer')::text, 'the actor is named for the audit triggers of this transaction'
);

select * from finish();

rollback;
