begin;
\ir ../fixture.psql

select plan(11);

insert into fixture select 'attempt', locked_attempt('customer');

select is(
    api.branch_toggle(id('manager'), id('branch'), false)::jsonb #> '{data,is_active}', 'false', 'a branch is closed'
);
select throws_ok($$select api.branch_get(id('branch'))$$, 'MS404', 'BRANCH_NOT_FOUND', 'customers do not see it any more');
select is(
    api.branch_toggle(id('manager'), id('branch'), true)::jsonb #> '{data,is_active}', 'true', 'and opened again'
);
select is(
    api.branch_toggle(id('manager'), id('warehouse'), true)::jsonb #> '{data,is_active}', 'true', 'the warehouse is open already'
);

-- refusals
select throws_ok(
    $$select api.branch_toggle(id('manager'), id('warehouse'), false)$$, 'MS409', 'WAREHOUSE_FIXED', 'the warehouse stays open'
);
select throws_ok(
    $$update store.branches set is_active = false where branch_id = id('warehouse')$$, '23514', null, 'by hand too'
);
select throws_ok(
    $$select api.branch_toggle(id('manager'), -1, false)$$, 'MS404', 'BRANCH_NOT_FOUND', 'one that is not there is not found'
);
select throws_ok($$select api.branch_toggle(id('customer'), id('branch'), false)$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.branch_toggle(id('employee'), id('branch'), false)$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.branch_toggle(-1, id('branch'), false)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select string_agg(e.new_value ->> 'is_active', ' ' order by e.audit_entry_id)
        from audit.entries as e
        where e.entity_type = 'branches'
            and e.entity_id = id('branch')
            and e.action = 'UPDATE'
            and e.source = 'api.branch_toggle'
            and e.actor_user_id = id('manager')
    ),
    'false true', 'each change is audited with its actor, and nothing else'
);

select * from finish();

rollback;
