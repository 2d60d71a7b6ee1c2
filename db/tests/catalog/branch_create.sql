begin;
\ir ../fixture.psql

select plan(13);

create temporary table answer on commit drop as
select api.branch_create(id('manager'), ' Eilat  Mall', '5 Sea Road')::jsonb -> 'data' as branch;

select is(
    (select branch - '{id,created_at,updated_at}'::text[] from answer),
    '{"name": "Eilat Mall", "address": "5 Sea Road", "is_warehouse": false, "is_active": true, "pickup_capacity": null}'::jsonb,
    'it is made, open and no warehouse'
);
select is(
    api.branch_create(id('manager'), 'soon', 'x', false, false)::jsonb #> '{data,is_active}', 'false', 'or still closed'
);
select is(
    api.branch_create(id('manager'), 'small', 'x', p_pickup_capacity => 3)::jsonb #> '{data,pickup_capacity}', '3',
    'or with room for so many pickups an hour'
);

-- refusals
select throws_ok(
    $$select api.branch_create(id('manager'), 'x', 'x', p_pickup_capacity => -1)$$, '23514', null, 'room for less than none is none'
);
select throws_ok(
    $$select api.branch_create(id('manager'), 'Branch', 'x')$$, 'MS409', 'DUPLICATE', 'the same name in capitals is a duplicate'
);
select is(
    details($$select api.branch_create(id('manager'), 'branch', 'x')$$), '{"field": "name"}', 'which names the field'
);
select throws_ok(
    $$select api.branch_create(id('manager'), 'x', 'x', p_is_warehouse => true)$$, 'MS409', 'WAREHOUSE_FIXED',
    'a second warehouse is not made'
);
select throws_ok($$select api.branch_create(id('manager'), '', 'x')$$, '23514', null, 'a branch has a name');
select throws_ok($$select api.branch_create(id('manager'), 'x', repeat('x', 301))$$, '23514', null, 'an address has its bound');
select throws_ok($$select api.branch_create(id('customer'), 'x', 'x')$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.branch_create(id('employee'), 'x', 'x')$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.branch_create(-1, 'x', 'x')$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select e.new_value ->> 'name'
        from audit.entries as e
        where e.entity_type = 'branches'
            and e.entity_id = (select (branch ->> 'id')::bigint from answer)
            and e.action = 'INSERT'
            and e.source = 'api.branch_create'
            and e.actor_user_id = id('manager')
    ),
    'Eilat Mall', 'it is audited with its actor'
);

select * from finish();

rollback;
