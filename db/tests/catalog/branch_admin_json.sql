begin;
\ir ../fixture.psql

select plan(1);

select is(
    (select store.branch_admin_json(b)::jsonb from store.branches as b where b.branch_id = id('branch')),
    (
        select jsonb_build_object(
            'id', b.branch_id, 'name', 'branch', 'address', '2 High Street', 'is_warehouse', false, 'is_active', true, 'pickup_capacity', null,
            'created_at', store.rfc3339(b.created_at), 'updated_at', store.rfc3339(b.updated_at)
        )
        from store.branches as b
        where b.branch_id = id('branch')
    ),
    'all of a branch'
);

select * from finish();

rollback;
