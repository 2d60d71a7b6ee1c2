begin;
\ir ../fixture.psql

select plan(11);

create temporary table answer on commit drop as
select api.category_create(id('manager'), '  Fish   & Sea ', 'From the boat', 'fish')::jsonb -> 'data' as category;

select is(
    (select category - '{id,created_at,updated_at}'::text[] from answer),
    '{"name": "Fish & Sea", "description": "From the boat", "icon_slug": "fish", "is_active": true}'::jsonb,
    'it is made, its name on one line'
);
select is(
    (select k.name from store.categories as k where k.category_id = (select (category ->> 'id')::bigint from answer)),
    'Fish & Sea', 'and is there'
);
select is(
    api.category_create(id('manager'), 'Later', p_is_active => false)::jsonb #> '{data,is_active}', 'false',
    'it may be made out of sight'
);

-- refusals
select throws_ok(
    $$select api.category_create(id('manager'), ' DAIRY ')$$, 'MS409', 'DUPLICATE', 'the same name in capitals is a duplicate'
);
select is(
    details($$select api.category_create(id('manager'), 'dairy')$$), '{"field": "name"}', 'which names the field'
);
update store.categories set is_active = false where category_id = id('dairy');
select throws_ok(
    $$select api.category_create(id('manager'), 'dairy')$$, 'MS409', 'DUPLICATE', 'the name of an inactive one too'
);
select throws_ok(
    $$select api.category_create(id('manager'), 'x', repeat('x', 1001))$$, '23514', null, 'a description has its bound in psql too'
);
select throws_ok($$select api.category_create(id('customer'), 'x')$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.category_create(id('employee'), 'x')$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.category_create(-1, 'x')$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select e.new_value ->> 'name'
        from audit.entries as e
        where e.entity_type = 'categories'
            and e.entity_id = (select (category ->> 'id')::bigint from answer)
            and e.action = 'INSERT'
            and e.source = 'api.category_create'
            and e.actor_user_id = id('manager')
    ),
    'Fish & Sea', 'it is audited with its actor'
);

select * from finish();

rollback;
