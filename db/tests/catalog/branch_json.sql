begin;
\ir ../fixture.psql

select plan(2);

select is(
    (store.branches_json(array[id('branch')]))[1]::jsonb,
    jsonb_build_object(
        'id', id('branch'), 'name', 'branch', 'address', '2 High Street', 'is_warehouse', false, 'is_active', true
    ),
    'a branch as the API shows one'
);

select is(
    (
        select array_agg(b ->> 'name' order by place)
        from unnest(store.branches_json(array[id('warehouse'), id('branch')])) with ordinality as u (b, place)
    ),
    '{warehouse,branch}', 'in the order of the ids'
);

select * from finish();

rollback;
