begin;
\ir ../fixture.psql

select plan(1);

select is(
    store.user_json(id('customer'))::jsonb - 'created_at',
    jsonb_build_object(
        'id', id('customer'), 'email', 'customer@example.com', 'full_name', 'Customer', 'phone', null, 'role', 'CUSTOMER',
        'is_active', true, 'default_branch_id', null
    ),
    'a user is shown without secrets'
);

select * from finish();

rollback;
