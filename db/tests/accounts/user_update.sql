begin;
\ir ../fixture.psql

select plan(11);

-- what is given changes, and nothing else
create temporary table answer on commit drop as
select api.user_update(
    id('customer'), p_full_name => 'Noa Cohen', p_phone => '+972 50 1', p_default_branch_id => id('branch')
)::jsonb -> 'data' as user;

select is(
    (select "user" - '{id,email,role,is_active,created_at}'::text[] from answer),
    jsonb_build_object('full_name', 'Noa Cohen', 'phone', '+972 50 1', 'default_branch_id', id('branch')),
    'what is given is changed and shown'
);
select is(
    (select "user" from answer), api.user_me(id('customer'))::jsonb -> 'data', 'the answer is the User that GET /me shows'
);
select is(
    api.user_update(id('customer'))::jsonb -> 'data', (select "user" from answer), 'nothing given changes nothing'
);
select is(
    api.user_update(id('customer'), p_clear => '{phone}')::jsonb -> 'data' ->> 'phone', null, 'what is cleared is empty'
);
select is(
    (api.user_update(id('customer'), p_clear => '{default_branch_id}')::jsonb -> 'data' ->> 'default_branch_id'), null,
    'the branch can be cleared'
);
select is(
    (api.user_me(id('customer'))::jsonb -> 'data' ->> 'full_name'), 'Noa Cohen', 'and the name stays meanwhile'
);

-- refusals
select throws_ok(
    $$select api.user_update(id('customer'), p_default_branch_id => -1)$$, 'MS404', 'BRANCH_NOT_FOUND',
    'a branch that is not there is refused'
);
select throws_ok(
    $$select api.user_update(id('customer'), p_clear => '{full_name}')$$, 'MS400', 'VALIDATION_ERROR',
    'a name cannot be cleared'
);
select throws_ok($$select api.user_update(-1)$$, 'MS401', 'UNAUTHORIZED', 'nobody has no user');

-- side effects
select is(
    (
        select e.new_value
        from audit.entries as e
        where e.entity_type = 'users'
            and e.entity_id = id('customer')
            and e.source = 'api.user_update'
            and e.new_value ? 'full_name'
    ) - 'updated_at',
    jsonb_build_object('full_name', 'Noa Cohen', 'phone', '+972 50 1', 'default_branch_id', id('branch')),
    'the change is audited, with its source'
);
select is(
    (select count(*) from store.users as u where u.full_name = 'Noa Cohen'), 1::bigint, 'nobody else is changed'
);

select * from finish();

rollback;
