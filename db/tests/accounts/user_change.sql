begin;
\ir ../fixture.psql

select plan(13);

-- what is given changes, and nothing else
create temporary table answer on commit drop as
select api.user_change(
    id('manager'), id('customer'), p_role => 'EMPLOYEE', p_full_name => 'Noa Cohen', p_phone => '+972 50 1'
)::jsonb -> 'data' as user;

select is(
    (select "user" - '{id,email,created_at}'::text[] from answer),
    jsonb_build_object(
        'full_name', 'Noa Cohen', 'phone', '+972 50 1', 'role', 'EMPLOYEE', 'is_active', true, 'default_branch_id', null
    ),
    'what is given is changed and shown'
);
select is(api.user_role(id('customer')), 'EMPLOYEE', 'the role is the new one at the next call');
select is(
    api.user_change(id('manager'), id('customer'))::jsonb -> 'data', (select "user" from answer), 'nothing given changes nothing'
);
select is(
    api.user_change(id('manager'), id('customer'), p_clear => '{phone}')::jsonb -> 'data' ->> 'phone', null, 'a phone can be cleared'
);
select is(
    api.user_change(id('manager'), id('customer'), p_is_active => false)::jsonb -> 'data' ->> 'is_active', 'false',
    'a user can be switched off here too'
);

-- refusals
select throws_ok(
    $$select api.user_change(id('manager'), id('other'), p_role => 'MANAGER')$$, 'MS403', 'FORBIDDEN', 'a manager makes nobody a manager'
);
select throws_ok(
    $$select api.user_change(id('manager'), id('other'), p_clear => '{full_name}')$$, 'MS400', 'VALIDATION_ERROR',
    'a name cannot be cleared'
);
select throws_ok($$select api.user_change(id('manager'), -1)$$, 'MS404', 'USER_NOT_FOUND', 'who is not there is not found');
select throws_ok($$select api.user_change(id('employee'), id('other'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.user_change(id('other'), id('other'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');
select throws_ok($$select api.user_change(-1, id('other'))$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select results_eq(
    $$
        select e.old_value - 'updated_at', e.new_value - 'updated_at', e.actor_user_id, e.subject_user_id
        from audit.entries as e
        where e.entity_type = 'users' and e.entity_id = id('customer') and e.source = 'api.user_change'
        order by e.audit_entry_id
        limit 1
    $$,
    $$
        values (
            '{"role": "CUSTOMER", "full_name": "Customer", "phone": null}'::jsonb,
            '{"role": "EMPLOYEE", "full_name": "Noa Cohen", "phone": "+972 50 1"}'::jsonb, id('manager'), id('customer')
        )
    $$,
    'the log knows what was, what is, and who did it'
);
select is(
    (select count(*) from audit.entries as e where e.entity_type = 'users' and e.entity_id = id('customer') and e.source = 'api.user_change'),
    3::bigint, 'a change that changes nothing leaves no entry'
);

select * from finish();

rollback;
