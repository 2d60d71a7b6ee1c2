begin;
\ir ../fixture.psql

select plan(2);

select is(
    (store.users_json(array[id('customer')]))[1]::jsonb - 'created_at',
    jsonb_build_object(
        'id', id('customer'), 'email', 'customer@example.com', 'full_name', 'Customer', 'phone', null, 'role', 'CUSTOMER',
        'is_active', true, 'default_branch_id', null
    ),
    'a user is shown without secrets'
);
select results_eq(
    $$select (u ->> 'id')::bigint from unnest(store.users_json(array[id('other'), -1, id('customer')])) as u$$,
    $$values (id('other')), (id('customer'))$$,
    'a page has the order of its ids, and nobody who is not there'
);

select * from finish();

rollback;
