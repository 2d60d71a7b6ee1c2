begin;
\ir ../fixture.psql

select plan(1);

select is(
    (select store.user_json(u)::jsonb - 'created_at' from store.users as u where u.user_id = id('customer')),
    jsonb_build_object(
        'id', id('customer'), 'email', 'customer@example.com', 'full_name', 'Customer', 'phone', null, 'role', 'CUSTOMER',
        'is_active', true, 'default_branch_id', null
    ),
    'a user is shown without secrets'
);

select * from finish();

rollback;
