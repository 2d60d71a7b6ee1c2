begin;
\ir ../fixture.psql

select plan(1);

select is(
    (select store.branch_json(b)::jsonb from store.branches as b where b.branch_id = id('branch')),
    jsonb_build_object(
        'id', id('branch'), 'name', 'branch', 'address', '2 High Street', 'is_warehouse', false, 'is_active', true
    ),
    'a branch as the API shows one'
);

select * from finish();

rollback;
