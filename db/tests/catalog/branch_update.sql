begin;
\ir ../fixture.psql

select plan(12);

select is(
    (api.branch_update(id('manager'), id('branch'), p_address => '7 High Street')::jsonb -> 'data')
        - '{id,created_at,updated_at}'::text[],
    '{"name": "branch", "address": "7 High Street", "is_warehouse": false, "is_active": true}'::jsonb,
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

-- refusals
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
