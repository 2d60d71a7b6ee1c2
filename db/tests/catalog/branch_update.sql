begin;
\ir ../fixture.psql

select plan(16);

select is(
    (api.branch_update(id('manager'), id('branch'), p_address => '7 High Street')::jsonb -> 'data')
        - '{id,created_at,updated_at}'::text[],
    '{"name": "branch", "address": "7 High Street", "is_warehouse": false, "is_active": true, "pickup_capacity": null}'::jsonb,
    'what is given changes, and nothing else'
);
select is(
    api.branch_update(id('manager'), id('warehouse'), p_name => 'Depot', p_is_warehouse => true)::jsonb #>> '{data,name}', 'Depot',
    'the warehouse may be said to be what it is'
);
select is(
    api.branch_update(id('manager'), id('branch'), p_name => 'BRANCH')::jsonb #>> '{data,name}', 'BRANCH',
    'its own name in capitals is no duplicate'
);
select is(
    api.branch_update(id('manager'), id('branch'), p_pickup_capacity => 4)::jsonb #>> '{data,pickup_capacity}', '4',
    'so many pickups an hour'
);
select is(
    api.branch_update(id('manager'), id('branch'), p_address => '7 High Street')::jsonb #>> '{data,pickup_capacity}', '4',
    'stay where nothing is said of them'
);
select is(
    api.branch_update(id('manager'), id('branch'), p_clear => '{pickup_capacity}')::jsonb #> '{data,pickup_capacity}', 'null',
    'until there is no bound any more'
);

-- refusals
select throws_ok(
    $$select api.branch_update(id('manager'), id('branch'), p_clear => '{name}')$$, 'MS400', 'VALIDATION_ERROR', 'a name is not cleared'
);
select throws_ok(
    $$select api.branch_update(id('manager'), id('branch'), p_name => 'depot')$$, 'MS409', 'DUPLICATE', 'another''s name is one'
);
select is(
    details($$select api.branch_update(id('manager'), id('branch'), p_name => 'depot')$$), '{"field": "name"}',
    'which names the field'
);
select throws_ok(
    $$select api.branch_update(id('manager'), id('warehouse'), p_is_warehouse => false)$$, 'MS409', 'WAREHOUSE_FIXED',
    'the warehouse keeps its role'
);
select throws_ok(
    $$select api.branch_update(id('manager'), id('branch'), p_is_warehouse => true)$$, 'MS409', 'WAREHOUSE_FIXED',
    'no other branch takes it'
);
select throws_ok(
    $$select api.branch_update(id('manager'), -1, p_name => 'x')$$, 'MS404', 'BRANCH_NOT_FOUND', 'one that is not there is not found'
);
select throws_ok($$select api.branch_update(id('customer'), id('branch'), p_name => 'x')$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.branch_update(id('employee'), id('branch'), p_name => 'x')$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.branch_update(-1, id('branch'), p_name => 'x')$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select e.old_value ->> 'address' || ', ' || (e.new_value ->> 'address')
        from audit.entries as e
        where e.entity_type = 'branches'
            and e.entity_id = id('branch')
            and e.source = 'api.branch_update'
            and e.actor_user_id = id('manager')
            and e.new_value ? 'address'
    ),
    '2 High Street, 7 High Street', 'it is audited with its actor'
);

select * from finish();

rollback;
